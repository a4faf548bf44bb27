package dev.devsession.shop;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Composes an answer: calls the next service, if there is one, and includes what it answers. */
final class AnswerComposer {

  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final ShopConfig shop;

  private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
      .connectTimeout(TIMEOUT).build();

  AnswerComposer(ShopConfig shop) {
    this.shop = shop;
  }

  ShopAnswer compose() throws InterruptedException {
    return shop.upstream().isPresent() ? call(shop.upstream().get()) : ShopAnswer.of(shop);
  }

  private ShopAnswer call(Role.Service upstream) throws InterruptedException {
    try {
      var request = HttpRequest.newBuilder(upstream.url()).timeout(TIMEOUT).build();
      var response = client.send(request, BodyHandlers.ofString());
      return response.statusCode() == 200
          ? ShopAnswer.containing(shop, upstream.name(), response.body())
          : ShopAnswer.failed(shop,
              upstream.url() + " answered " + response.statusCode() + ": " + response.body().strip());
    } catch (IOException e) {
      return ShopAnswer.failed(shop, upstream.url() + " didn't answer: " + e);
    }
  }
}
