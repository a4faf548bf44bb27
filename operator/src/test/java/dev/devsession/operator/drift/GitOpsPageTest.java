package dev.devsession.operator.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.lib.jse.JsePlatform;

/** The rules that users copy from docs/gitops.md equal those in the condition's message, and work. */
class GitOpsPageTest {
  private static final Path PAGE = Path.of("../docs/gitops.md");
  private static final String HEALTH = "resource.customizations.health.devsession.dev_DevSession";

  @ParameterizedTest
  @CsvSource({"argocd-controller,ignoreDifferences", "kustomize-controller,ignore",
      "helm-controller,driftDetection.ignore"})
  void ruleOnThePageEqualsTheRuleInTheMessage(String manager, String field) throws IOException {
    var advice = IgnoreRules.advice(manager, "Apply", null, "apps/v1", "Deployment", "shop", "orders");
    var inMessage = Pattern.compile(Pattern.quote("spec." + field) + ": (\\[.*?](?=[. ]))").matcher(advice);

    assertThat(inMessage.find()).isTrue();

    var rule = Serialization.unmarshal("rule: " + inMessage.group(1), Map.class).get("rule");

    assertThat(yamls()).extracting(y -> Json.at(y, "/spec/" + field.replace('.', '/'))).contains(rule);
  }

  /** Ready's status and reason, Accepted's and DriftFight's status, and what Argo CD is to show. */
  @ParameterizedTest
  @CsvSource({"True,Swapped,True,,Healthy", "True,Swapped,True,False,Healthy", "False,ProxyStarting,True,,Progressing",
      "False,Queued,True,,Progressing", "False,Suspended,True,,Suspended", "False,Expired,True,,Suspended",
      "False,ServiceNotFound,False,,Degraded", "False,GivenUp,True,True,Degraded"})
  void healthCheckFollowsTheConditions(String ready, String reason, String accepted, String fight, String health)
      throws IOException {
    var conditions = new LuaTable();
    conditions.set(1, condition("Accepted", accepted, "Accepted"));
    conditions.set(2, condition("Ready", ready, reason));
    if (fight != null) {
      conditions.set(3, condition("DriftFight", fight, "ResetByOthers"));
    }

    assertThat(health(session(2, 2, conditions))).isEqualTo(health);
  }

  @Test
  void healthCheckIsProgressingUntilTheOperatorHasProcessedTheSession() throws IOException {
    var conditions = new LuaTable();
    conditions.set(1, condition("Ready", "True", "Swapped"));

    assertThat(health(session(3, 2, conditions))).isEqualTo("Progressing");
    assertThat(health(session(1, 0, new LuaTable()))).isEqualTo("Progressing");

    var fresh = new LuaTable();
    fresh.set("metadata", table(Map.of("generation", LuaValue.valueOf(1))));

    assertThat(health(fresh)).isEqualTo("Progressing");
  }

  private static String health(LuaTable session) throws IOException {
    var script = yamls().stream().map(y -> Json.map(y, "data").get(HEALTH)).filter(s -> s != null).findFirst()
        .orElseThrow().toString();
    var globals = JsePlatform.standardGlobals();
    globals.set("obj", session);
    return globals.load(script).call().get("status").tojstring();
  }

  private static LuaTable session(int generation, int observed, LuaTable conditions) {
    return table(Map.of("metadata", table(Map.of("generation", LuaValue.valueOf(generation))), "status",
        table(Map.of("observedGeneration", LuaValue.valueOf(observed), "conditions", conditions))));
  }

  private static LuaTable condition(String type, String status, String reason) {
    return table(Map.of("type", type, "status", status, "reason", reason, "message", "words").entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> LuaValue.valueOf(e.getValue()))));
  }

  private static LuaTable table(Map<String, ? extends LuaValue> values) {
    var table = new LuaTable();
    values.forEach(table::set);
    return table;
  }

  /** The page's YAML blocks. */
  private static List<Map<String, Object>> yamls() throws IOException {
    return Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE)).results()
        .map(block -> Json.parse(block.group(1))).toList();
  }
}
