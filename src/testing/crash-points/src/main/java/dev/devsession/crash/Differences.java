package dev.devsession.crash;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.TreeSet;

/** How one JSON value differs from another, for people. */
final class Differences {
  private Differences() {}

  /** @param lines gets one line for each place that differs */
  static void of(String path, JsonNode is, JsonNode expected, List<String> lines) {
    if (is.equals(expected)) {
      return;
    }
    if (is.isObject() && expected.isObject()) {
      var names = new TreeSet<String>();
      is.fieldNames().forEachRemaining(names::add);
      expected.fieldNames().forEachRemaining(names::add);
      names.forEach(n -> of(path + "." + n, is.path(n), expected.path(n), lines));
    } else if (is.isArray() && expected.isArray() && is.size() == expected.size()) {
      for (var i = 0; i < is.size(); i++) {
        of(path + "[" + i + "]", is.get(i), expected.get(i), lines);
      }
    } else {
      lines.add(path + " is " + text(is) + ", expected " + text(expected));
    }
  }

  private static String text(JsonNode node) {
    return node.isMissingNode() ? "absent" : node.toString();
  }
}
