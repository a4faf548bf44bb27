package dev.devsession.rules;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

/**
 * Which packages of the shipped modules may use which others. The pom.xml of a module limits what it may use at all.
 */
@AnalyzeClasses(packages = "dev.devsession", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] CLIENTS = {"io.fabric8.kubernetes.client..", "java.net.http.."};
  private static final String[] SOCKETS = {"io.netty.channel..", "java.nio.channels..", "java.net.http.."};

  @ArchTest
  static final ArchRule noCycles = slices().assignedFrom(new EachPackage()).should().beFreeOfCycles();

  @ArchTest
  static final ArchRule dataPlaneKnowsNoKubernetes = noClasses().that()
      .resideInAnyPackage("dev.devsession.proxy..", "dev.devsession.tunnel..").should().dependOnClassesThat()
      .resideInAPackage("io.fabric8..").because("a proxy pod has no API token, and has to start quickly");

  @ArchTest
  static final ArchRule namesArePlannedWithoutEffects = noClasses().that()
      .resideInAPackage("dev.devsession.hosts.names..").should()
      .dependOnClassesThat(resideInAnyPackage(CLIENTS).or(resideInAnyPackage(SOCKETS))
          .or(resideInAnyPackage("java.nio.file..")));

  @ArchTest
  static final ArchRule rootRightsKnowNoCluster = noClasses().that()
      .resideInAnyPackage("dev.devsession.localnet..", "dev.devsession.hosts..").should().dependOnClassesThat()
      .resideInAnyPackage("io.fabric8..", "com.fasterxml.jackson..")
      .because("the less the process with root rights loads, the less there is to review");

  private static final class EachPackage implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      return SliceIdentifier.of(type.getPackageName());
    }

    @Override
    public String getDescription() {
      return "packages";
    }
  }
}
