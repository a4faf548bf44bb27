package dev.devsession.shop;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Serves a customer: asks the next service, if there is one, and composes the answer. */
final class Clerk {

  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final ShopConfig shop;

  private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
      .connectTimeout(PATIENCE).build();

  Clerk(ShopConfig shop) {
    this.shop = shop;
  }

  Answer serve() throws InterruptedException {
    return shop.upstream().isPresent() ? ask(shop.upstream().get()) : Answer.of(shop);
  }

  private Answer ask(Role.Service upstream) throws InterruptedException {
    try {
      var request = HttpRequest.newBuilder(upstream.url()).timeout(PATIENCE).build();
      var response = client.send(request, BodyHandlers.ofString());
      return response.statusCode() == 200
          ? Answer.containing(shop, upstream.name(), response.body())
          : Answer.failed(shop, upstream.url() + " answered " + response.statusCode() + ": " + response.body().strip());
    } catch (IOException e) {
      return Answer.failed(shop, upstream.url() + " didn't answer: " + e);
    }
  }
}
