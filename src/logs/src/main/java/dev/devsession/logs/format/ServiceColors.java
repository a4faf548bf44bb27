package dev.devsession.logs.format;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A colour for each Service: the same in each run, unless two would have the same. */
final class ServiceColors {
  /** SGR parameters that can be read on dark and on light ground; red stays for what is wrong. */
  private static final String[] COLORS = {"36", "32", "33", "35", "34", "96", "92", "93", "95", "94"};

  private final Map<String, String> chosen = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  String of(String service) {
    return chosen.computeIfAbsent(service, this::choose);
  }

  private String choose(String service) {
    if (taken.size() == COLORS.length) {
      taken.clear();
    }
    int at = Math.floorMod(service.hashCode(), COLORS.length);
    while (!taken.add(COLORS[at])) {
      at = (at + 1) % COLORS.length;
    }
    return COLORS[at];
  }
}
