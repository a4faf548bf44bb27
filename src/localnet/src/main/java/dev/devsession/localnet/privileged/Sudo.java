package dev.devsession.localnet.privileged;

import dev.devsession.console.FailureText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts the privileged process when the agent first needs it: with sudo, unless the agent is root. */
final class Sudo {

  private static final String PROMPT = "[sudo] password for %p, to let devsession write the hosts file: ";

  /** Directories where the launcher finds a Java on its own, and where only an administrator can put one. */
  private static final List<String> KNOWN_HOMES = List.of("/usr/", "/Library/");

  private final Path hostsFile;
  private PrivilegedProcess process;
  private String refusal;

  Sudo(Path hostsFile) {
    this.hostsFile = hostsFile;
  }

  /**
   * The process, started now if there was none yet.
   *
   * @throws IOException
   *           if it can't start; the message says why, for people. A failed start isn't tried again
   */
  synchronized PrivilegedProcess process() throws IOException {
    if (process == null && refusal == null) {
      try {
        process = PrivilegedProcess.start(command(System.getenv("DEVSESSION_LAUNCHER"),
            System.getProperty("java.home"), System.getProperty("user.name")), ProcessHandle.current().pid());
      } catch (IOException e) {
        refusal = FailureText.of(e);
      }
    }
    if (process == null) {
      throw new IOException(refusal);
    }
    return process;
  }

  synchronized void close() {
    if (process != null) {
      process.close();
    }
  }

  List<String> command(String launcher, String javaHome, String user) throws IOException {
    if (launcher == null) {
      throw new IOException(
          "only the launcher  devsession  can be started with sudo, and this process was started without it");
    }
    List<String> command = new ArrayList<>();
    if (!user.equals("root")) {
      command.addAll(List.of("sudo", "-p", PROMPT));
      if (KNOWN_HOMES.stream().noneMatch(javaHome::startsWith)) {
        command.add("JAVA_HOME=" + javaHome);
      }
      command.add("--");
    }
    command.addAll(List.of(launcher, "privileged"));
    if (!hostsFile.toString().equals(PrivilegedMain.HOSTS_FILE)) {
      command.add(hostsFile.toString());
    }
    return command;
  }
}
