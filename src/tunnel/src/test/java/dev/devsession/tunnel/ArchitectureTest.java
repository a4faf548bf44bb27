package dev.devsession.tunnel;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.devsession.tunnel", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  /** One slice per package, this one included. */
  @ArchTest
  static final ArchRule noCycles = slices().matching("dev.devsession.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule streamsKnowNothingOfWhatTheyTravelOnOrHowItBegan = noClasses().that()
      .resideInAPackage("..tunnel.stream..").should().dependOnClassesThat()
      .resideInAnyPackage("..carrier..", "..hello..", "..connection..");

  @ArchTest
  static final ArchRule helloKnowsNothingOfWhatFollows = noClasses().that().resideInAPackage("..tunnel.hello..")
      .should().dependOnClassesThat().resideInAnyPackage("..carrier..", "..tunnel.stream..", "..connection..");

  @ArchTest
  static final ArchRule carriersKnowNothingOfWhatTheyCarry = noClasses().that().resideInAPackage("..tunnel.carrier..")
      .should().dependOnClassesThat().resideInAnyPackage("dev.devsession.tunnel", "..hello..", "..tunnel.stream..",
          "..connection..");

  @ArchTest
  static final ArchRule theSeamKnowsNoCarrier = noClasses().that().resideInAPackage("..tunnel.carrier").should()
      .dependOnClassesThat().resideInAPackage("..portforward..");

  @ArchTest
  static final ArchRule namesSayWhatTheyHold = noClasses().should()
      .haveNameMatching(".*(Manager|Helper|Utils?|Common|Misc)");
}
