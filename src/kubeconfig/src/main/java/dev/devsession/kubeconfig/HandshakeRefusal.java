package dev.devsession.kubeconfig;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.http.WebSocketUpgradeResponse;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Finds out why a watch was refused. The client watches over a WebSocket and throws the body of a refusal away, with
 * the verb, the resource and the user in it; so the same is asked once more without one. If that is allowed, a proxy on
 * the way blocks WebSockets, and the client is told so in the way that makes it watch without one.
 */
final class HandshakeRefusal implements Interceptor {

  /** The status at which the client goes on without a WebSocket. */
  private static final int NO_WEB_SOCKETS = 503;

  private volatile HttpClient client;

  /** The client that this belongs to. */
  void asks(HttpClient http) {
    this.client = http;
  }

  @Override
  public CompletableFuture<Boolean> afterFailure(BasicBuilder builder, HttpResponse<?> response, RequestTags tags) {
    if (!(response instanceof WebSocketUpgradeResponse) || response.code() == NO_WEB_SOCKETS || client == null
        || !String.valueOf(response.request().uri().getRawQuery()).contains("watch=true")) {
      return CompletableFuture.completedFuture(false);
    }
    var body = new ByteArrayOutputStream();
    return client.consumeBytes(client.newHttpRequestBuilder().uri(plain(response.request().uri())).build(),
        (buffers, answer) -> keep(buffers, answer, body)).thenCompose(answer -> {
          if (answer.isSuccessful()) {
            answer.body().cancel();
            return refused(new StatusBuilder().withCode(NO_WEB_SOCKETS).build());
          }
          answer.body().consume();
          return answer.body().done().thenCompose(done -> refused(status(answer.code(), body.toString(
              StandardCharsets.UTF_8))));
        });
  }

  private static CompletableFuture<Boolean> refused(Status status) {
    return CompletableFuture.failedFuture(new KubernetesClientException(status));
  }

  private static void keep(List<ByteBuffer> buffers, AsyncBody answer, ByteArrayOutputStream body) {
    buffers.forEach(buffer -> {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      body.writeBytes(bytes);
    });
    answer.consume();
  }

  private static Status status(int code, String body) {
    try {
      Status status = Kubeconfig.SERIALIZATION.unmarshal(body, Status.class);
      if (status != null && status.getMessage() != null) {
        return new StatusBuilder(status).withCode(code).build();
      }
    } catch (RuntimeException e) {
      // Something between here and the API server has answered.
    }
    return new StatusBuilder().withCode(code).withMessage(body.strip()).build();
  }

  private static URI plain(URI webSocket) {
    return URI.create(webSocket.toString().replaceFirst("^ws", "http"));
  }
}
