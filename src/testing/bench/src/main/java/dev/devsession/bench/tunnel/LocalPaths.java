package dev.devsession.bench.tunnel;

import dev.devsession.e2e.Project;
import dev.devsession.image.ImageProcess;
import dev.devsession.image.UnpackedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The paths that need no cluster, by name: no relay at all, and relays that run on this machine. */
final class LocalPaths {
  static final String DIRECT = "direct";
  private final HostAndPort target;
  private final Path folder;

  /** @param folder for files of the programs; must exist */
  LocalPaths(HostAndPort target, Path folder) {
    this.target = target;
    this.folder = folder;
  }

  /** The paths of the installed programs. */
  Map<String, ForwardingPath.Opener> openers() throws IOException, InterruptedException {
    var openers = new LinkedHashMap<String, ForwardingPath.Opener>();
    openers.put(DIRECT, link -> new ForwardingPath(DIRECT, link.addressOf(target), false, Processes.none(), () -> {}));
    var image = UnpackedImage.of(Project.path("src/proxy/target/image.tar"), folder.resolve("proxy"));
    openers.put("DevSession proxy (Direct)", link -> proxy(image, link.addressOf(target)));
    if (Command.isInstalled("haproxy")) {
      openers.put("HAProxy (1 thread)", link -> haproxy(link.addressOf(target)));
    }
    if (Command.isInstalled("socat")) {
      openers.put("socat", link -> socat(link.addressOf(target)));
    }
    if (Command.isInstalled("sshd") && Command.isInstalled("ssh")) {
      var server = new SshServer(folder);
      openers.put("OpenSSH -L", link -> server.open("OpenSSH -L", link, "-L", target));
      openers.put("OpenSSH -R", link -> server.open("OpenSSH -R", link, "-R", target));
    }
    return openers;
  }

  /** Any program; its environment tells the command where to listen and where to connect. */
  ForwardingPath.Opener command(String name, String command) {
    return link -> {
      var at = HostAndPort.local(ImageProcess.unusedPort());
      var far = link.addressOf(target);
      return Command.open(name, List.of("sh", "-c", "exec " + command),
          Map.of("LISTEN_PORT", "" + at.port(), "TARGET_HOST", far.host(), "TARGET_PORT", "" + far.port()), at, false,
          folder.resolve("command.log"));
    };
  }

  private ForwardingPath proxy(UnpackedImage image, HostAndPort far) throws IOException {
    var at = HostAndPort.local(ImageProcess.unusedPort());
    var routes = Files.writeString(folder.resolve("routes.properties"), at.port() + "=" + far + "\n");
    var command = image.entrypoint().stream()
        .map(word -> word.replaceFirst("(?=/(app|jre)/)", image.root().toString())).toList();
    return Command.open("DevSession proxy (Direct)", command,
        Map.of("DEVSESSION_ROUTES", routes.toString(), "DEVSESSION_HEALTH_PORT", "" + ImageProcess.unusedPort(),
            "DEVSESSION_WITHDRAW_SECONDS", "0", "DEVSESSION_DRAIN_SECONDS", "0"),
        at, false, folder.resolve("proxy.log"));
  }

  private ForwardingPath haproxy(HostAndPort far) throws IOException {
    var at = HostAndPort.local(ImageProcess.unusedPort());
    var settings = Files.writeString(folder.resolve("haproxy.cfg"), """
        global
          nbthread 1
        defaults
          mode tcp
          timeout connect 3s
          timeout client 1h
          timeout server 1h
        listen relay
          bind %s
          server target %s
        """.formatted(at, far));
    return Command.open("HAProxy (1 thread)", List.of("haproxy", "-db", "-f", settings.toString()), Map.of(), at, false,
        folder.resolve("haproxy.log"));
  }

  private ForwardingPath socat(HostAndPort far) throws IOException {
    var at = HostAndPort.local(ImageProcess.unusedPort());
    return Command.open("socat",
        List.of("socat", "TCP-LISTEN:" + at.port() + ",bind=127.0.0.1,fork,reuseaddr,nodelay,backlog=4096",
            "TCP:" + far + ",nodelay"),
        Map.of(), at, false, folder.resolve("socat.log"));
  }
}
