package dev.devsession.files.mount;

import dev.devsession.console.FailureText;
import dev.devsession.files.folder.SessionFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a command is started through, so that it and all that it starts find a container's files at their paths. Other
 * processes of the machine see nothing of it. A process that waits keeps the namespace in which they are mounted; it
 * ends when this is closed, or when this process is gone.
 */
public final class MountedCommand implements AutoCloseable {
  private static final String READY = "ready";
  private static final String SCRIPT = """
      set -e
      table=$1 root=$2 mount=$3 umount=$4 pivot=$5
      "$mount" -a -T "$table"
      if [ -n "$root" ]; then
        here=$PWD
        cd "$root"
        "$pivot" . .
        "$umount" -l .
        cd "$here"
      else
        cd "$PWD"
      fi
      echo ready
      read -r end
      """;
  private static final Path ROOT = Path.of("/");
  private static final String ROOT_USER = "0";

  private final List<String> prefix;
  private final List<String> remarks;
  private final Process keeper;

  private MountedCommand(List<String> prefix, List<String> remarks, Process keeper) {
    this.prefix = prefix;
    this.remarks = remarks;
    this.keeper = keeper;
  }

  /**
   * Mounts them, if this system lets this user do so.
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
      return impossible("it takes unshare, nsenter, mount, umount and pivot_root of util-linux; install that");
    }
    try {
      var plan = BindPlan.of(mounts, MachineFolders.here());
      return start(plan, folder, programs.get());
    } catch (IOException e) {
      return impossible(FailureText.of(e));
    }
  }

  /** Words to put before the command; empty: it can't be done. */
  public List<String> prefix() {
    return prefix;
  }

  /** What isn't at its path, each in a line; if nothing can be, why. */
  public List<String> remarks() {
    return remarks;
  }

  @Override
  public void close() {
    if (keeper != null) {
      keeper.destroy();
    }
  }

  private static MountedCommand impossible(String why) {
    return new MountedCommand(List.of(), List.of(why), null);
  }

  private static MountedCommand start(BindPlan plan, SessionFolder folder, MountPrograms programs)
      throws IOException {
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
    var words = new ArrayList<>(List.of(programs.unshare().toString(), "--mount"));
    words.addAll(user.equals(ROOT_USER) ? List.of() : List.of("--user", "--map-root-user"));
    words.addAll(List.of("--", "/bin/sh", "-c", SCRIPT, "sh", table.toString(), newRoot, programs.mount().toString(),
        programs.umount().toString(), programs.pivotRoot().toString()));
    var keeper = new ProcessBuilder(words).redirectErrorStream(true).start();
    var refusal = refusal(keeper.inputReader());
    if (!refusal.isEmpty()) {
      keeper.destroy();
      return impossible(refusal);
    }
    return new MountedCommand(prefix(programs, keeper.pid(), user, Files.getAttribute(table, "unix:gid").toString()),
        plan.impossible(), keeper);
  }

  /** The user namespace that gives the right to mount is entered; another inside it makes the command its user's. */
  private static List<String> prefix(MountPrograms programs, long keeper, String user, String group) {
    var enter = List.of(programs.nsenter().toString(), "--target=" + keeper, "--mount", "--wd");
    var words = new ArrayList<>(enter);
    if (!user.equals(ROOT_USER)) {
      words.addAll(List.of("--user", "--preserve-credentials", "--", programs.unshare().toString(), "--user",
          "--map-user=" + user, "--map-group=" + group));
    }
    words.add("--");
    return List.copyOf(words);
  }

  /** What refuses the mounts, in its own words; empty: nothing. */
  private static String refusal(BufferedReader output) throws IOException {
    var said = new ArrayList<String>();
    for (var line = output.readLine(); line != null; line = output.readLine()) {
      if (line.equals(READY)) {
        return "";
      }
      said.add(line);
    }
    return said.isEmpty() ? "the system refused it" : said.stream().collect(Collectors.joining("; "));
  }
}
