package dev.devsession.agent.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.devsession.api.v1alpha1.FieldManagers;
import dev.devsession.console.FailureText;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpRequest;
import java.net.URI;
import java.util.concurrent.CompletionException;

/**
 * Requests with JSON trees instead of the client library's model, whose classes would take most of a short command's
 * time. All fail with a {@link KubernetesClientException}.
 */
public final class Api {
  private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KubernetesClient client;

  Api(KubernetesClient client) {
    this.client = client;
  }

  /** @param path such as {@code /api/v1/namespaces/shop/services} */
  public JsonNode get(String path) {
    return send(request(path).header("Accept", "application/json").build());
  }

  /** The rows and columns that kubectl would print. */
  public JsonNode table(String path) {
    return send(request(path).header("Accept", TABLE).build());
  }

  /** Creates what isn't stored, as a review of rights. */
  public JsonNode post(String path, JsonNode body) {
    return send(request(path).method("POST", "application/json", body.toString()).build());
  }

  /**
   * Server-side apply.
   *
   * @param force also fields that others have set otherwise
   */
  public JsonNode apply(String path, JsonNode body, boolean force) {
    return send(request(path + "?fieldManager=" + FieldManagers.AGENT + "&fieldValidation=Strict&force=" + force)
        .method("PATCH", "application/apply-patch+yaml", body.toString()).build());
  }

  /** Deletes the object of this UID only, not one that took its name. */
  public JsonNode delete(String path, String uid) {
    var body = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "DeleteOptions");
    body.putObject("preconditions").put("uid", uid);
    return send(request(path).method("DELETE", "application/json", body.toString()).build());
  }

  private HttpRequest.Builder request(String path) {
    var server = client.getConfiguration().getMasterUrl().replaceFirst("/$", "");
    return client.getHttpClient().newHttpRequestBuilder().uri(URI.create(server + path));
  }

  private JsonNode send(HttpRequest request) {
    try {
      var response = client.getHttpClient().sendAsync(request, String.class).join();
      if (!response.isSuccessful()) {
        throw new KubernetesClientException(status(response.code(), response.body()));
      }
      return JSON.readTree(response.body());
    } catch (CompletionException e) {
      throw new KubernetesClientException(FailureText.of(e.getCause()), e.getCause());
    } catch (JsonProcessingException e) {
      throw new KubernetesClientException("the answer to " + request.uri() + " isn't JSON: " + e.getOriginalMessage(),
          e);
    }
  }

  /** A path that isn't served at all, or something between here and the server, answers with plain text. */
  private static Status status(int code, String body) {
    try {
      var status = JSON.readTree(body);
      if ("Status".equals(status.path("kind").asText())) {
        return new StatusBuilder().withCode(code).withReason(status.path("reason").asText())
            .withMessage(status.path("message").asText()).build();
      }
    } catch (JsonProcessingException e) {
      // Plain text.
    }
    return new StatusBuilder().withCode(code).withMessage(body.strip()).build();
  }
}
