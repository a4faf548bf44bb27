package dev.devsession.proxy.routes;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How the listeners get from one set of routes to the next. Ports in neither part keep listening as they are.
 *
 * @param close  ports that no longer have a route
 * @param open   ports that had none before
 * @param change ports that lead elsewhere
 */
public record RoutesDiff(Set<Integer> close, Map<Integer, Destination> open, Map<Integer, Destination> change) {

  public static RoutesDiff between(Map<Integer, Destination> before, Map<Integer, Destination> after) {
    var close = new TreeSet<>(before.keySet());
    close.removeAll(after.keySet());
    var open = new TreeMap<Integer, Destination>();
    var change = new TreeMap<Integer, Destination>();
    for (var route : after.entrySet()) {
      var old = before.get(route.getKey());
      if (old == null) {
        open.put(route.getKey(), route.getValue());
      } else if (!old.equals(route.getValue())) {
        change.put(route.getKey(), route.getValue());
      }
    }
    return new RoutesDiff(close, open, change);
  }
}
