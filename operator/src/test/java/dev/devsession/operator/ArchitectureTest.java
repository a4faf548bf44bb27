package dev.devsession.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.devsession.architecture.PackageGraph;
import dev.devsession.mark.WorkloadWriter;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;

@AnalyzeClasses(packages = "dev.devsession.operator", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String PURE = ".*(Plan|Resolver|Ports|Claims|Lifetime|Statuses|SessionObservation|SessionDecision|SessionStep|ClaimChanges|AgentPresence|GatewayState|PresentGateway|OwnedObjects|Proxy|ProxyPod|ProxyHealth|Observed|Decision|Step|Route|Resolution|Drift|Spoilt|Budgets|IgnoreRules)";

  @ArchTest
  static final ArchRule plansAreMadeOfValuesAlone = noClasses().that().haveNameMatching(PURE).should()
      .dependOnClassesThat()
      .areAssignableTo(KubernetesClient.class).orShould().dependOnClassesThat().areAssignableTo(Clock.class)
      .because("a decision is a function of what was observed; clients and clocks stay at the edge");

  @ArchTest
  static final ArchRule onlyOneClassWritesToWorkloads = noClasses().that()
      .haveNameNotMatching(".*(SwapSteps|StraySteps)").should().dependOnClassesThat()
      .haveFullyQualifiedName(WorkloadWriter.class.getName());

  @ArchTest
  static final ArchRule swapsKnowNothingOfSessions = noClasses().that().resideInAPackage("..swap..").should()
      .dependOnClassesThat()
      .resideInAnyPackage("..session..", "..nodeports..", "..gateway..", "..uninstall..");

  @ArchTest
  static final ArchRule noCycles = slices().assignedFrom(eachPackageIsASlice()).should().beFreeOfCycles();

  @Test
  void noCyclesInTheSources() throws IOException {
    assertThat(PackageGraph.of(Path.of("src/main/java")).cycles()).isEmpty();
  }

  @ArchTest
  static final ArchRule namesSayWhatTheyHold = noClasses().should()
      .haveNameMatching(".*(Manager|Helper|Utils?|Common|Misc)");

  /** Also the one at the root, which the usual pattern of subpackages leaves out. */
  private static SliceAssignment eachPackageIsASlice() {
    return new SliceAssignment() {
      @Override
      public SliceIdentifier getIdentifierOf(JavaClass type) {
        return SliceIdentifier.of(type.getPackageName());
      }

      @Override
      public String getDescription() {
        return "packages";
      }
    };
  }
}
