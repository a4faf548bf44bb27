package dev.devsession.shop;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/**
 * Composes an answer: calls the next service, if there is one, and includes what it answers. It passes the caller's
 * {@code baggage} on (W3C Baggage), as services with OpenTelemetry do.
 */
final class AnswerComposer {

  static final String BAGGAGE = "baggage";

  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final ShopConfig shop;

  private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
      .connectTimeout(TIMEOUT).build();

  AnswerComposer(ShopConfig shop) {
    this.shop = shop;
  }

  /** @param baggage the values of the request's baggage lines */
  ShopAnswer compose(List<String> baggage) throws InterruptedException {
    return shop.upstream().isPresent() ? call(shop.upstream().get(), baggage) : ShopAnswer.of(shop);
  }

  private ShopAnswer call(Role.Service upstream, List<String> baggage) throws InterruptedException {
    try {
      var request = HttpRequest.newBuilder(upstream.url()).timeout(TIMEOUT);
      baggage.forEach(line -> request.header(BAGGAGE, line));
      var response = client.send(request.build(), BodyHandlers.ofString());
      return response.statusCode() == 200
          ? ShopAnswer.containing(shop, upstream.name(), response.body())
          : ShopAnswer.failed(shop,
              upstream.url() + " answered " + response.statusCode() + ": " + response.body().strip());
    } catch (IOException e) {
      return ShopAnswer.failed(shop, upstream.url() + " didn't answer: " + e);
    }
  }
}
