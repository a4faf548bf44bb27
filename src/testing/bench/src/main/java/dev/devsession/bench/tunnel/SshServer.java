package dev.devsession.bench.tunnel;

import dev.devsession.image.ImageProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** A separate OpenSSH server on this machine, with its own keys and port, for this user only. */
final class SshServer {
  private final Path folder;
  private final String program;

  SshServer(Path parent) throws IOException, InterruptedException {
    folder = Files.createDirectory(parent.resolve("ssh"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    program = Files.isExecutable(Path.of("/usr/sbin/sshd")) ? "/usr/sbin/sshd" : "sshd";
    if (System.getProperty("user.name").equals("root")) {
      Files.createDirectories(Path.of("/run/sshd")); // The server requires it.
    }
    for (var key : List.of("host", "user")) {
      var made = new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder.resolve(key).toString())
          .redirectErrorStream(true).start();
      if (made.waitFor() != 0) {
        throw new IOException("ssh-keygen failed: " + new String(made.getInputStream().readAllBytes()));
      }
    }
  }

  /** A forwarding over the link; the client's time and memory are counted. */
  ForwardingPath open(String name, EmulatedLink link, String direction, HostAndPort target) throws IOException {
    var server = HostAndPort.local(ImageProcess.unusedPort());
    var log = folder.resolve("log");
    var daemon = new ProcessBuilder(program, "-D", "-e", "-f", "/dev/null", "-p", "" + server.port(),
        "-h", folder.resolve("host").toString(), "-o", "ListenAddress=127.0.0.1",
        "-o", "AuthorizedKeysFile=" + folder.resolve("user.pub"), "-o", "StrictModes=no", "-o", "PidFile=none",
        "-o", "UsePAM=no", "-o", "PermitRootLogin=yes", "-o", "MaxSessions=1000").redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
    server.await(daemon);
    var far = link.addressOf(server);
    var at = HostAndPort.local(ImageProcess.unusedPort());
    var client = Command.open(name,
        List.of("ssh", "-N", "-F", "none", "-i", folder.resolve("user").toString(), "-p", "" + far.port(),
            "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "BatchMode=yes",
            "-o", "ExitOnForwardFailure=yes", direction, "127.0.0.1:" + at.port() + ":" + target, "127.0.0.1"),
        Map.of(), at, direction.equals("-R"), log);
    return new ForwardingPath(name, at, client.reverse(), client.processes(), () -> {
      client.close();
      Command.end(daemon);
    });
  }
}
