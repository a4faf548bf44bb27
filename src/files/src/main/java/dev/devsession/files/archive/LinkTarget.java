package dev.devsession.files.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** Where a symbolic link leads, followed name by name as the system would, but never out of a folder. */
final class LinkTarget {
  private static final int MOST_LINKS = 40;

  private LinkTarget() {}

  /** Whether it leads out of the folder, or in a circle. */
  static boolean leaves(Path folder, Path link) throws IOException {
    Deque<Path> ahead = new ArrayDeque<>();
    push(folder.relativize(link), ahead);
    var at = folder;
    for (int passed = 0; !ahead.isEmpty();) {
      var name = ahead.pop();
      if (name.toString().equals("..")) {
        if (at.equals(folder)) {
          return true;
        }
        at = at.getParent();
      } else if (!name.toString().equals(".") && !name.toString().isEmpty()) {
        var next = at.resolve(name);
        if (!Files.isSymbolicLink(next)) {
          at = next;
        } else {
          var target = Files.readSymbolicLink(next);
          if (target.isAbsolute() || ++passed > MOST_LINKS) {
            return true;
          }
          push(target, ahead);
        }
      }
    }
    return false;
  }

  private static void push(Path names, Deque<Path> ahead) {
    for (int i = names.getNameCount() - 1; i >= 0; i--) {
      ahead.push(names.getName(i));
    }
  }
}
