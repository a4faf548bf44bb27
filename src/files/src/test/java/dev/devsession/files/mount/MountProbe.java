package dev.devsession.files.mount;

import dev.devsession.files.folder.SessionFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;

/** Runs a command with files at paths that it is told. Arguments: {@code path=content}, --, the command's words. */
final class MountProbe {
  private MountProbe() {}

  public static void main(String[] args) throws Exception {
    var split = Arrays.asList(args).indexOf("--");
    int code;
    try (var folder = SessionFolder.create()) {
      var mounts = new LinkedHashMap<String, Path>();
      for (var word : List.of(args).subList(0, split)) {
        var parts = word.split("=", 2);
        var place = folder.root().resolve(parts[0].substring(1));
        Files.createDirectories(place);
        Files.writeString(place.resolve("value"), parts[1]);
        mounts.put(parts[0], place);
      }
      try (var command = MountedCommand.prepare(mounts, folder)) {
        command.remarks().forEach(System.out::println);
        var words = new ArrayList<>(command.prefix());
        words.addAll(List.of(args).subList(split + 1, args.length));
        var builder = new ProcessBuilder(words).inheritIO();
        builder.environment().put("odd.name-x", "kept");
        code = command.prefix().isEmpty() ? 99 : builder.start().waitFor();
      }
    }
    System.exit(code);
  }
}
