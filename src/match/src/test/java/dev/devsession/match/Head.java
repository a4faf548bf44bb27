package dev.devsession.match;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A request for tests. */
record Head(String method, String target, List<String> lines) implements RequestHead {
  static Head get(String target, String... lines) {
    return new Head("GET", target, List.of(lines));
  }

  @Override
  public List<String> headers(String name) {
    var values = new ArrayList<String>();
    for (var line : lines) {
      int colon = line.indexOf(':');
      if (line.substring(0, colon).toLowerCase(Locale.ROOT).equals(name)) {
        values.add(line.substring(colon + 1).strip());
      }
    }
    return values;
  }
}
