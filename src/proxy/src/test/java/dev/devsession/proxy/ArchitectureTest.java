package dev.devsession.proxy;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.devsession.proxy", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  /** One slice per package, this one included. */
  @ArchTest
  static final ArchRule noCycles = slices().matching("dev.devsession.(**)").should().beFreeOfCycles();

  /** A routes file holds the rules of the match language. */
  @ArchTest
  static final ArchRule routesKnowTheMatchLanguage = noClasses().that().resideInAPackage("..proxy.routes..").should()
      .dependOnClassesThat(resideInAPackage("dev.devsession..")
          .and(not(resideInAnyPackage("..proxy.routes", "dev.devsession.match"))));

  @ArchTest
  static final ArchRule healthKnowsNobody = knowsOnly("health");

  @ArchTest
  static final ArchRule settingsKnowNobody = knowsOnly("settings");

  @ArchTest
  static final ArchRule theLogKnowsNobody = knowsOnly("logging");

  @ArchTest
  static final ArchRule nobodyKnowsTheLog = noClasses().that().resideOutsideOfPackage("..logging..").should()
      .dependOnClassesThat().resideInAPackage("..proxy.logging..").because("SLF4J finds it");

  /** The health port serves the metrics. */
  @ArchTest
  static final ArchRule metricsKnowNothingOfWhatIsCounted = noClasses().that().resideInAPackage("..proxy.metrics..")
      .should().dependOnClassesThat(resideInAPackage("dev.devsession.proxy..")
          .and(not(resideInAnyPackage("..metrics..", "..health.."))));

  @ArchTest
  static final ArchRule aRelayKnowsNothingOfGateways = noClasses().that().resideInAPackage("..proxy.relay..").should()
      .dependOnClassesThat().resideInAnyPackage("dev.devsession.proxy", "..gateway..", "..health..");

  @ArchTest
  static final ArchRule namesSayWhatTheyHold = noClasses().should()
      .haveNameMatching(".*(Manager|Helper|Utils?|Common|Misc)");

  private static ArchRule knowsOnly(String name) {
    return noClasses().that().resideInAPackage("..proxy." + name + "..").should()
        .dependOnClassesThat(resideInAPackage("dev.devsession..").and(not(resideInAPackage("..proxy." + name))));
  }
}
