package dev.devsession.agent;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;

/**
 * The commands by name. A start reads the annotations of the command that it was asked for alone; reading those of all
 * takes longer than most commands do.
 */
final class Subcommands {

  /** These speak of all others. */
  private static final Set<String> ABOUT_ALL = Set.of("help", "completion", "complete");

  private static final Map<String, Class<?>> BY_NAME = new LinkedHashMap<>();

  static {
    BY_NAME.put("up", UpCommand.class);
    BY_NAME.put("connect", ConnectCommand.class);
    BY_NAME.put("leave", LeaveCommand.class);
    BY_NAME.put("env", EnvCommand.class);
    BY_NAME.put("exec", ExecCommand.class);
    BY_NAME.put("files", FilesCommand.class);
    BY_NAME.put("list", ListCommand.class);
    BY_NAME.put("status", StatusCommand.class);
    BY_NAME.put("trace-header", TraceHeaderCommand.class);
    BY_NAME.put("logs", LogsCommand.class);
    BY_NAME.put("doctor", DoctorCommand.class);
    BY_NAME.put("hosts", HostsCommand.class);
    BY_NAME.put("restore", RestoreCommand.class);
    BY_NAME.put("completion", CompletionCommand.class);
    BY_NAME.put("complete", CompleteCommand.class);
    BY_NAME.put("version", VersionCommand.class);
    BY_NAME.put("rehearse", WarmUpCommand.class);
    BY_NAME.put("help", CommandLine.HelpCommand.class);
  }

  private Subcommands() {}

  /** The command line for these words: with the command that the first names, or with all. */
  static CommandLine of(Devsession root, String... words) {
    var line = new CommandLine(root);
    if (words.length > 0 && BY_NAME.containsKey(words[0]) && !ABOUT_ALL.contains(words[0])) {
      line.addSubcommand(BY_NAME.get(words[0]));
    } else {
      BY_NAME.values().forEach(line::addSubcommand);
    }
    return line;
  }
}
