package dev.devsession.shop;

/**
 * An HTTP answer of the shop.
 *
 * @param status HTTP status code
 * @param body JSON, one line
 */
record ShopAnswer(int status, String body) {

  /** The answer of a service that calls no other service. */
  static ShopAnswer of(ShopConfig shop) {
    return new ShopAnswer(200, "{" + head(shop) + "}\n");
  }

  /** The answer of a service that called {@code upstream} and got {@code json}, an object, which becomes a member. */
  static ShopAnswer containing(ShopConfig shop, String upstream, String json) {
    return new ShopAnswer(200, "{" + head(shop) + "," + string(upstream) + ":" + json.strip() + "}\n");
  }

  /** 502: the next service gave no answer. */
  static ShopAnswer failed(ShopConfig shop, String message) {
    return new ShopAnswer(502, "{" + head(shop) + ",\"error\":" + string(message) + "}\n");
  }

  private static String head(ShopConfig shop) {
    return "\"service\":" + string(shop.role().toString()) + ",\"by\":" + string(shop.by()) + ",\"says\":"
        + string(shop.greeting());
  }

  private static String string(String text) {
    var json = new StringBuilder("\"");
    text.chars().forEach(c -> {
      if (c < ' ') {
        json.append("\\u%04x".formatted(c));
      } else {
        json.append(c == '"' || c == '\\' ? "\\" : "").append((char) c);
      }
    });
    return json.append('"').toString();
  }
}
