package dev.devsession.operator.force;

import dev.devsession.operator.DevSessionOperator;
import dev.devsession.operator.config.OperatorConfig;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;

/** An operator in this process, starting or serving. */
final class Running implements AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();
  private final DevSessionOperator operator;
  private final Thread starting;
  private volatile boolean closed;

  Running(KubernetesClient client, OperatorConfig settings) {
    operator = new DevSessionOperator(client, settings, Clock.systemUTC());
    starting = Thread.ofPlatform().name("operator of " + settings.namespace()).start(() -> {
      try {
        operator.start();
      } catch (RuntimeException e) { // an interrupted call to the API server, if it was closed while it started
        if (!closed) {
          throw e;
        }
      }
    });
  }

  boolean isReady() {
    return answers("/readyz");
  }

  boolean isAlive() {
    return answers("/livez");
  }

  private boolean answers(String path) {
    try {
      return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + operator.port() + path)).build(),
          BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    stop();
  }

  /** Stops it as Kubernetes does; does nothing if it has stopped. */
  void stop() {
    if (closed) {
      return;
    }
    closed = true;
    starting.interrupt();
    try {
      starting.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    operator.close();
    http.close();
  }
}
