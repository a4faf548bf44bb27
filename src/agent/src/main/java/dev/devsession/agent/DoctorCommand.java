package dev.devsession.agent;

import dev.devsession.agent.doctor.Doctor;
import dev.devsession.agent.doctor.Finding;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code devsession doctor}. */
@Command(name = "doctor", mixinStandardHelpOptions = true, sortOptions = false,
    exitCodeListHeading = "%nExit codes, of the worst finding:%n", exitCodeList = {
        "0:a session would work", "1:an earlier run left something behind, or the hosts file is damaged",
        "2:kubeconfig or context",
        "3:a permission is missing, or the credentials have expired", "5:the API server cannot be reached",
        "6:the operator isn't installed or doesn't run"},
    description = "Checks whether anything would keep a session "
        + "from working, and says how to fix it.")
final class DoctorCommand implements Callable<Integer> {
  @ParentCommand
  private Devsession parent;

  @Mixin
  private ClusterOptions where;

  @Option(names = "--hosts-file", defaultValue = Devsession.HOSTS_FILE, description = "Default: ${DEFAULT-VALUE}.")
  private Path hostsFile;

  @Override
  public Integer call() {
    var findings = new Doctor(f -> parent.terminal().raw(f.line() + "\n")).examine(where::open, hostsFile);
    return Finding.worst(findings).code();
  }
}
