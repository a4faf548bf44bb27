package dev.devsession.operator.swap;

import dev.devsession.operator.dataplane.DataPlanePod;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Asks a proxy pod for the hash of the routes that it uses. */
final class ConfirmedRoutes {
  private static final Duration TIMEOUT = Duration.ofMillis(500);
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).version(HttpClient.Version.HTTP_1_1)
      .build();

  /** Empty if the pod doesn't answer. */
  Optional<String> readHash(Pod pod) {
    var ip = pod.getStatus() == null ? null : pod.getStatus().getPodIP();
    if (ip == null) {
      return Optional.empty();
    }
    var host = ip.contains(":") ? "[" + ip + "]" : ip;
    var request = HttpRequest.newBuilder(URI.create("http://" + host + ":" + healthPort(pod) + "/config"))
        .timeout(TIMEOUT).build();
    try {
      var response = http.send(request, HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200 ? Optional.of(response.body().trim()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static int healthPort(Pod pod) {
    return pod.getSpec().getContainers().getFirst().getPorts().stream()
        .filter(p -> DataPlanePod.HEALTH_PORT_NAME.equals(p.getName()))
        .findFirst().orElseThrow().getContainerPort();
  }
}
