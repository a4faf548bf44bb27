package dev.devsession.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShopConfigTest {

  @Test
  void nextServiceIsFoundByItsClusterName() {
    var orders = ShopConfig.of(List.of("orders"), Map.of());

    assertThat(orders.port()).isEqualTo(8081);
    assertThat(orders.by()).isEqualTo("local process");
    assertThat(orders.withdraw()).isZero();
    assertThat(orders.abrupt()).isFalse();
    assertThat(orders.upstream()).contains(new Role.Service("stock", URI.create("http://stock:8082/")));
  }

  @Test
  void environmentAndPortCanBeSet() {
    var web = ShopConfig.of(List.of("web", "--port", "3000"), Map.of("SHOP_NAME", "pod web-1", "SHOP_GREETING", "hello",
        "SHOP_WITHDRAW_MS", "250", "SHOP_ABRUPT", "true", "SHOP_LOG", "true", "ORDERS_URL", "http://127.0.0.1:9/"));

    assertThat(web).isEqualTo(new ShopConfig(Role.WEB, 3000, "pod web-1", "hello",
        Optional.of(new Role.Service("orders", URI.create("http://127.0.0.1:9/"))), Duration.ofMillis(250), true,
        true));
  }

  @ParameterizedTest
  @CsvSource({"basket, no service \"basket\"; expected one of 'web, orders, stock'", "web --port, got",
      "web --port x, --port must be a number from 0 to 65535", "web --port 65536, --port must be a number"})
  void invalidArgumentIsNamed(String args, String message) {
    assertThatIllegalArgumentException().isThrownBy(() -> ShopConfig.of(List.of(args.split(" ")), Map.of()))
        .withMessageStartingWith(message.replace("'", ""));
  }
}
