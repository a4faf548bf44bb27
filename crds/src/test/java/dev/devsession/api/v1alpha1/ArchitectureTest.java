package dev.devsession.api.v1alpha1;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.fabric8.kubernetes.client.CustomResource;

/** The API is data: a module that depends on it gets no client and no operator with it. */
@AnalyzeClasses(packagesOf = DevSession.class, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule DATA_ONLY = classes().should().onlyDependOnClassesThat(describe(
      "are of this package, java.lang and java.util, the Kubernetes model, or annotations", ArchitectureTest::isData));

  /** So that the agent, whose commands are short, can use them without loading the Kubernetes model. */
  @ArchTest
  static final ArchRule VOCABULARY_LOADS_ALONE = classes().that()
      .belongToAnyOf(ApiNames.class, Labels.class, Annotations.class, GatewayPorts.class, FieldManagers.class,
          ConditionType.class, ConditionReason.class, TransportType.class, NamesVia.class, SwapMode.class,
          DisconnectAction.class)
      .should().onlyDependOnClassesThat(describe("are of java.lang or java.util, or enums",
          type -> type.getBaseComponentType().isEnum() || type.getBaseComponentType().getPackageName()
              .matches("(java\\.(lang|util)(\\..*)?)?")));

  private static boolean isData(JavaClass type) {
    var base = type.getBaseComponentType();
    return base.isPrimitive() || base.isEquivalentTo(CustomResource.class)
        || base.getPackageName().matches("dev\\.devsession\\.api\\.v1alpha1|java\\.(lang|util)(\\..*)?"
            + "|io\\.fabric8\\.kubernetes\\.(api\\.model|model\\.annotation)"
            + "|io\\.fabric8\\.(crd\\.)?generator\\.annotation|com\\.fasterxml\\.jackson\\.annotation");
  }
}
