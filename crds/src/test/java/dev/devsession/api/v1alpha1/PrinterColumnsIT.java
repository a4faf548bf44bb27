package dev.devsession.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The columns of {@code kubectl get}, as the server's Table API returns them. */
@ExtendWith(ApiServer.Extension.class)
class PrinterColumnsIT {
  private static final Transport TRANSPORT = new Transport(TransportType.Direct, "192.168.49.1");
  private static KubernetesClient client;

  @BeforeAll
  static void connect(ApiServer api) {
    client = api.clientIn("columns");
  }

  @Test
  void sessionsShowWhatUsersWatchAndTheMessageWhenWide() {
    write(new DevSession(), "ada", new DevSessionSpec(null, TRANSPORT, null, null, null, null),
        new DevSessionStatus(1L,
            List.of(condition("Ready", "False", "Queued", "orders is held by bob."),
                condition("Connected", "True", "AgentConnected", "Connected.")),
            null, null, "0/1",
            "2026-01-31T18:00:00Z"));

    var table = table("devsessions");

    assertThat(columns(table, 0)).containsExactly("Name", "Ready", "Reason", "Services", "Connected", "Expires", "Age");
    assertThat(columns(table, 1)).containsExactly("Message");
    assertThat(cells(table)).startsWith("ada", "False", "Queued", "0/1", "True", "2026-01-31T18:00:00Z")
        .endsWith("orders is held by bob.");
  }

  @Test
  void swapsShowTheHolderAndTheOriginalAndTheMessageWhenWide() {
    var ada = new Claim("ada", SwapMode.Replace, null, null, TRANSPORT);
    write(new Swap(), "orders", new SwapSpec(List.of(ada)),
        new SwapStatusBuilder().withObservedGeneration(1L)
            .withConditions(List.of(condition("Swapped", "True", "Swapped", "The machine answers."))).withHolder("ada")
            .withSince("2026-01-31T10:00:00Z").withQueued("bob,eve").withOriginalReplicas(3)
            .withOriginal("Deployment/orders ×3").build());

    var table = table("swaps");

    assertThat(columns(table, 0)).containsExactly("Name", "Mode", "Held by", "Since", "Queued", "Original", "Age");
    assertThat(columns(table, 1)).containsExactly("Message");
    assertThat(cells(table)).startsWith("orders", "Replace", "ada").contains("bob,eve", "Deployment/orders ×3")
        .endsWith("The machine answers.");
  }

  private static <S, T, R extends CustomResource<S, T>> void write(R resource, String name, S spec, T status) {
    resource.setMetadata(new ObjectMetaBuilder().withName(name).build());
    resource.setSpec(spec);
    var stored = client.resource(resource).create();
    stored.setStatus(status);
    client.resource(stored).updateStatus();
  }

  private static Condition condition(String type, String status, String reason, String message) {
    return new Condition(type, status, 1L, "2026-01-31T10:00:00Z", reason, message);
  }

  private static JsonNode table(String plural) {
    var path = "apis/devsession.dev/v1alpha1/namespaces/" + client.getNamespace() + "/" + plural;
    var request = client.getHttpClient().newHttpRequestBuilder()
        .uri(URI.create(client.getMasterUrl().toString()).resolve("/" + path))
        .header("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io").build();
    var answer = client.getHttpClient().sendAsync(request, String.class).join();
    return Serialization.unmarshal(answer.body(), JsonNode.class);
  }

  private static List<String> columns(JsonNode table, int priority) {
    return table.get("columnDefinitions").valueStream().filter(c -> c.get("priority").asInt() == priority)
        .map(c -> c.get("name").asText()).toList();
  }

  private static List<String> cells(JsonNode table) {
    return table.get("rows").get(0).get("cells").valueStream().map(JsonNode::asText).toList();
  }
}
