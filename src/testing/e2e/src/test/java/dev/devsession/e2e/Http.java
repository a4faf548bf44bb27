package dev.devsession.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** One request on a connection of its own. */
final class Http {
  private Http() {}

  /** The body, whatever the status. */
  static String get(URI url) {
    return get(url, Map.of());
  }

  /** The same with header fields, by name. */
  static String get(URI url, Map<String, String> fields) {
    return send("GET", url, fields);
  }

  /** A request without a body. */
  static String send(String method, URI url, Map<String, String> fields) {
    var request = HttpRequest.newBuilder(url).method(method, HttpRequest.BodyPublishers.noBody())
        .timeout(Duration.ofSeconds(5));
    fields.forEach(request::header);
    try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5))
        .build()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(url + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
