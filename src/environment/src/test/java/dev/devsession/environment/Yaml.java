package dev.devsession.environment;

import io.fabric8.kubernetes.client.utils.Serialization;

/** Objects of tests. */
final class Yaml {
  private Yaml() {}

  /** Also in the flow style, which the client takes for JSON where it begins a text. */
  static <T> T read(String text, Class<T> type) {
    return Serialization.unmarshal("---\n" + text, type);
  }
}
