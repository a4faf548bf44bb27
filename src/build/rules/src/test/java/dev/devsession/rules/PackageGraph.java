package dev.devsession.rules;

import static java.util.stream.Collectors.toCollection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which package uses which other, read from the sources. The compiler copies a constant into the class that uses it, so
 * class files, and tools that analyse them, don't show every dependency.
 *
 * @param uses for each package of the tree the others of the tree that it names
 */
record PackageGraph(Map<String, Set<String>> uses) {
  private static final Pattern NOT_CODE = Pattern
      .compile("(?s)/\\*.*?\\*/|//[^\\n]*|\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"");
  private static final Pattern DECLARED = Pattern.compile("(?m)^package ([\\w.]+);");
  private static final Pattern NAMED = Pattern.compile("\\b([a-z_]\\w*(?:\\.[a-z_]\\w*)*)\\.(?:[A-Z]\\w*|\\*)");

  static PackageGraph of(List<Path> sources) throws IOException {
    var code = new TreeMap<String, List<String>>();
    for (var file : sources) {
      var text = NOT_CODE.matcher(Files.readString(file)).replaceAll(" ");
      var declared = DECLARED.matcher(text);
      if (declared.find()) {
        code.computeIfAbsent(declared.group(1), p -> new ArrayList<>()).add(text);
      }
    }
    var uses = new TreeMap<String, Set<String>>();
    code.forEach((name, texts) -> uses.put(name,
        texts.stream().flatMap(t -> NAMED.matcher(t).results()).map(r -> r.group(1))
            .filter(p -> !p.equals(name) && code.containsKey(p)).collect(toCollection(TreeSet::new))));
    return new PackageGraph(uses);
  }

  /** The shortest cycle through each package that is in one, each cycle once, beginning with its first name. */
  Set<String> cycles() {
    var cycles = new TreeSet<String>();
    for (var start : uses.keySet()) {
      var cycle = cycle(start);
      if (!cycle.isEmpty()) {
        Collections.rotate(cycle, -cycle.indexOf(Collections.min(cycle)));
        cycles.add(String.join(" -> ", cycle) + " -> " + cycle.getFirst());
      }
    }
    return cycles;
  }

  private List<String> cycle(String start) {
    var paths = new ArrayDeque<List<String>>(List.of(List.of(start)));
    var seen = new TreeSet<String>();
    while (!paths.isEmpty()) {
      var path = paths.remove();
      for (var next : uses.get(path.getLast())) {
        if (next.equals(start)) {
          return new ArrayList<>(path);
        }
        if (seen.add(next)) {
          var longer = new ArrayList<>(path);
          longer.add(next);
          paths.add(longer);
        }
      }
    }
    return List.of();
  }
}
