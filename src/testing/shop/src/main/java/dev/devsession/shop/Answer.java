package dev.devsession.shop;

/**
 * An HTTP answer of the shop.
 *
 * @param status HTTP status code
 * @param body JSON, one line
 */
record Answer(int status, String body) {

  /** The answer of a service that calls no other service. */
  static Answer of(ShopConfig shop) {
    return new Answer(200, "{" + head(shop) + "}\n");
  }

  /** The answer of a service that called {@code upstream} and got {@code json}, an object, which becomes a member. */
  static Answer containing(ShopConfig shop, String upstream, String json) {
    return new Answer(200, "{" + head(shop) + "," + string(upstream) + ":" + json.strip() + "}\n");
  }

  /** 502: the next service gave no answer. */
  static Answer failed(ShopConfig shop, String message) {
    return new Answer(502, "{" + head(shop) + ",\"error\":" + string(message) + "}\n");
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
