package dev.devsession.environment;

import java.util.Optional;

/**
 * A variable of a container's environment.
 *
 * @param secret whether its value comes from a Secret, also as a part
 * @param mappedFrom its value in the container, where this one has a path of this machine instead
 */
public record Variable(String name, Content content, Origin origin, boolean secret, Optional<String> mappedFrom) {
  /** Its value, or why there is none. */
  public sealed interface Content {
    /** A value, unless no process can get it. */
    static Content of(String value) {
      return value.indexOf(0) < 0
          ? new Known(value)
          : new Unknown("it has a NUL character, and with it the container can't start");
    }
  }

  /** What the container sees, or with a path of this machine. */
  public record Known(String value) implements Content {}

  /** @param why as a half sentence; the same for all variables that lack the same */
  public record Unknown(String why) implements Content {}

  static Variable known(String name, String value, Origin origin) {
    return new Variable(name, Content.of(value), origin, origin instanceof Origin.SecretKey, Optional.empty());
  }

  static Variable unknown(String name, String why, Origin origin) {
    return new Variable(name, new Unknown(why), origin, origin instanceof Origin.SecretKey, Optional.empty());
  }

  /** Empty if it isn't known. */
  public Optional<String> value() {
    return content instanceof Known(var value) ? Optional.of(value) : Optional.empty();
  }

  /** With another value that leads to the same on this machine. */
  Variable mapped(String local) {
    return new Variable(name, new Known(local), origin, secret, value());
  }
}
