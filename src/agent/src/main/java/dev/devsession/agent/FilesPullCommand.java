package dev.devsession.agent;

import dev.devsession.agent.files.ByteSize;
import dev.devsession.agent.files.FileSource;
import dev.devsession.console.ExitCode;
import dev.devsession.files.archive.UnpackLimits;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code devsession files pull}. */
@Command(name = "pull", mixinStandardHelpOptions = true, sortOptions = false, exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
        "0:done", "1:not all could be copied, or it is larger than allowed",
        "2:wrong options, kubeconfig or context, or no such Service, pod, container or file",
        "3:a permission is missing", "5:the API server cannot be reached"},
    description = {
        "Copies a file or folder of a running container to this machine. It takes a tar in the container, and the",
        "right to run it there (pods/exec). Links that lead out of the folder, and devices, are left out."})
final class FilesPullCommand implements Callable<Integer> {
  @ParentCommand
  private FilesCommand files;

  @Spec
  private CommandSpec spec;

  @Mixin
  private ClusterOptions where;

  @Option(names = "--container", paramLabel = "NAME",
      description = "Default: the one whose port the Service leads to.")
  private String container;

  @Option(names = {"-o", "--output"}, paramLabel = "FOLDER", defaultValue = ".",
      description = "The folder that gets it. Default: this one.")
  private Path output;

  @Option(names = "--max-size", paramLabel = "SIZE", defaultValue = "100M", converter = ByteSize.class,
      description = "Copy nothing if it is more than this. Default: ${DEFAULT-VALUE}.")
  private long maxSize;

  @Option(names = "--max-files", paramLabel = "N", defaultValue = "10000",
      description = "Copy nothing if it is more files, folders and links than this. Default: ${DEFAULT-VALUE}.")
  private long maxFiles;

  @Parameters(index = "0", paramLabel = "SERVICE", description = "The Service whose newest ready pod has it.")
  private String service;

  @Parameters(index = "1", paramLabel = "PATH", description = "Its absolute path in the container.")
  private String path;

  @Override
  public Integer call() throws InterruptedException {
    if (!path.startsWith("/")) {
      throw new ParameterException(spec.commandLine(), "PATH must be absolute, such as /var/lib/data, not " + path);
    }
    try (var cluster = where.open()) {
      var all = new FileSource(cluster, service, Optional.ofNullable(container)).pull(path, output,
          new UnpackLimits(maxSize, maxFiles), files.parent().terminal());
      return (all ? ExitCode.OK : ExitCode.FAILURE).code();
    }
  }
}
