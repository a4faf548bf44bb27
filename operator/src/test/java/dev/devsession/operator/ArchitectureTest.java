package dev.devsession.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.devsession.restore.WorkloadWriter;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;

@AnalyzeClasses(packages = "dev.devsession.operator", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String PURE = ".*(Plan|WorkloadResolver|Ports|Claims|Lifetime|Statuses|"
      + "SessionObservation|SessionDecision|"
      + "SessionStep|ClaimChanges|AgentPresence|GatewayState|PresentGateway|OwnedObjects|Proxy|ProxyPod|"
      + "ProxyHealth|Observed|Decision|Step|Route|Resolution|Drift|DamagedMark|swap\\.Budgets|IgnoreRules)";

  @ArchTest
  static final ArchRule plansAreMadeOfValuesAlone = noClasses().that().haveNameMatching(PURE).should()
      .dependOnClassesThat()
      .areAssignableTo(KubernetesClient.class).orShould().dependOnClassesThat().areAssignableTo(Clock.class)
      .because("a decision is a function of what was observed; clients and clocks stay at the edge");

  @ArchTest
  static final ArchRule onlyOneClassWritesToWorkloads = noClasses().that()
      .haveNameNotMatching(".*(SwapSteps|OrphanSteps)").should().dependOnClassesThat()
      .haveFullyQualifiedName(WorkloadWriter.class.getName());

  @ArchTest
  static final ArchRule swapsKnowNothingOfSessions = noClasses().that().resideInAPackage("..swap..").should()
      .dependOnClassesThat()
      .resideInAnyPackage("..session..", "..nodeports..", "..gateway..", "..uninstall..");

  @ArchTest
  static final ArchRule namesSayWhatTheyHold = noClasses().should()
      .haveNameMatching(".*(Manager|Helper|Utils?|Common|Misc)");
}
