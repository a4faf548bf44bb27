package dev.devsession.agent;

import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code devsession files}. */
@Command(name = "files", mixinStandardHelpOptions = true, subcommands = FilesPullCommand.class,
    description = "Files of the cluster's containers.", synopsisSubcommandLabel = "COMMAND")
final class FilesCommand {
  @ParentCommand
  private Devsession parent;

  Devsession parent() {
    return parent;
  }
}
