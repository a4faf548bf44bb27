package dev.devsession.files.mount;

import dev.devsession.console.FailureText;
import dev.devsession.files.folder.SessionFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a command is started through, so that it and all that it starts find a container's files at their paths. Other
 * processes of the machine see nothing of it, and it needs no rights: a user namespace gives them for the mounts, and a
 * second one inside takes them away again before the command starts, so that it runs as its user.
 *
 * @param prefix words to put before the command; empty: it can't be done
 * @param remarks what isn't at its path, each in a line
 */
public record MountedCommand(List<String> prefix, List<String> remarks) {
  private static final String SCRIPT = """
      set -e
      table=$1 root=$2 mount=$3 umount=$4 pivot=$5
      shift 5
      "$mount" -a -T "$table"
      if [ -n "$root" ]; then
        here=$PWD
        cd "$root"
        "$pivot" . .
        "$umount" -l .
        cd "$here"
      fi
      exec "$@"
      """;
  private static final Path ROOT = Path.of("/");
  private static final int UNTIL_REHEARSED_SECONDS = 10;

  /**
   * Prepares it, and tries it once.
   *
   * @param mounts what is to be at which path
   * @param folder for what it needs until the end
   */
  public static MountedCommand prepare(Map<String, Path> mounts, SessionFolder folder) {
    if (!System.getProperty("os.name").equals("Linux")) {
      return impossible("only Linux can do that");
    }
    var programs = MountPrograms.find();
    if (programs.isEmpty()) {
      return impossible("it takes unshare, mount, umount and pivot_root of util-linux; install that");
    }
    try {
      var plan = BindPlan.of(mounts, MachineFolders.here());
      var prefix = stage(plan, folder, programs.get());
      var refusal = rehearse(prefix);
      return refusal.isEmpty() ? new MountedCommand(prefix, plan.impossible()) : impossible(refusal);
    } catch (IOException e) {
      return impossible(FailureText.of(e));
    }
  }

  private static MountedCommand impossible(String why) {
    return new MountedCommand(List.of(), List.of(why));
  }

  private static List<String> stage(BindPlan plan, SessionFolder folder, MountPrograms programs) throws IOException {
    var binds = new ArrayList<>(plan.binds());
    var newRoot = "";
    for (var layer : plan.layers()) {
      var copy = folder.resolve("layer" + binds.size());
      if (layer.folder().equals(ROOT)) {
        newRoot = copy.toString();
        binds.add(new Bind(copy, copy));
      }
      binds.addAll(LayerSkeleton.make(layer, copy));
      if (newRoot.isEmpty()) {
        binds.add(new Bind(copy, layer.folder()));
      }
    }
    var table = Files.writeString(folder.resolve("mounts"), MountTable.text(binds));
    var user = Files.getAttribute(table, "unix:uid").toString();
    var group = Files.getAttribute(table, "unix:gid").toString();
    var isRoot = user.equals("0");
    var words = new ArrayList<>(List.of(programs.unshare().toString()));
    words.addAll(isRoot ? List.of("--mount") : List.of("--user", "--map-root-user", "--mount"));
    words.addAll(List.of("--", "/bin/sh", "-c", SCRIPT, "sh", table.toString(), newRoot, programs.mount().toString(),
        programs.umount().toString(), programs.pivotRoot().toString()));
    if (!isRoot) {
      words.addAll(
          List.of(programs.unshare().toString(), "--user", "--map-user=" + user, "--map-group=" + group, "--"));
    }
    return List.copyOf(words);
  }

  /** What refuses it, in its own words; empty: nothing. */
  private static String rehearse(List<String> prefix) throws IOException {
    var words = new ArrayList<>(prefix);
    words.addAll(List.of("/bin/sh", "-c", ":"));
    var process = new ProcessBuilder(words).redirectErrorStream(true).start();
    process.getOutputStream().close();
    try {
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!process.waitFor(UNTIL_REHEARSED_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return "no answer in time";
      }
      return process.exitValue() == 0 ? "" : said.isEmpty() ? "the system refused it" : said;
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }
}
