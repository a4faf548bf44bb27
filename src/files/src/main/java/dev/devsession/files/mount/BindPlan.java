package dev.devsession.files.mount;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How files get to paths of a container.
 *
 * @param binds onto what exists on this machine
 * @param layers for those whose path doesn't exist; of folders inside others, the inner ones first
 * @param impossible why some can't be there, each in a line that begins with the path
 */
record BindPlan(List<Bind> binds, List<Layer> layers, List<String> impossible) {
  private static final Path ROOT = Path.of("/");

  /** @param mounts what is to be at which path; a path inside another one's comes along with that */
  static BindPlan of(Map<String, Path> mounts, MachineFolders machine) {
    var binds = new ArrayList<Bind>();
    var added = new TreeMap<Path, Map<Path, Path>>(Comparator.comparingInt(Path::getNameCount).reversed()
        .thenComparing(Comparator.naturalOrder()));
    var impossible = new ArrayList<String>();
    var outermost = new TreeMap<>(mounts);
    outermost.keySet().removeIf(path -> mounts.keySet().stream().anyMatch(outer -> path.startsWith(outer + "/")));
    outermost.forEach((mountPath, source) -> {
      var at = Path.of(mountPath);
      var existing = at;
      while (machine.real(existing).isEmpty()) {
        existing = existing.getParent();
      }
      var real = machine.real(existing).orElse(ROOT);
      if (existing.equals(at)) {
        if (machine.isFolder(real) == machine.isFolder(source)) {
          binds.add(new Bind(source, real));
        } else {
          impossible.add(mountPath + ": it is a " + kind(source, machine) + " in the pod and a " + kind(real, machine)
              + " on this machine");
        }
      } else if (!machine.isFolder(real)) {
        impossible.add(mountPath + ": " + existing + " is no folder on this machine");
      } else if (machine.isUsers(real)) {
        impossible
            .add(mountPath + ": make an empty " + kind(source, machine) + " there first, as files that you make in "
                + real + " must stay");
      } else {
        added.computeIfAbsent(real, folder -> new TreeMap<>()).put(existing.relativize(at), source);
      }
    });
    return new BindPlan(binds, added.entrySet().stream().map(e -> new Layer(e.getKey(), e.getValue())).toList(),
        impossible);
  }

  private static String kind(Path path, MachineFolders machine) {
    return machine.isFolder(path) ? "folder" : "file";
  }
}
