package dev.devsession.localnet.loopback;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The processes that listen on this machine's TCP ports, as Linux lists them in {@code /proc/net/tcp}
 * (proc_pid_net(5)); empty on other systems.
 */
public final class ListeningSockets {

  private static final String LISTEN = "0A";
  private static final String AGENT = "/devsession-agent-";
  /** Before the digits of an IPv4 address in a socket that could do IPv6 too, such as Java's. */
  private static final String IPV4_MAPPED = "0000000000000000FFFF0000";

  /**
   * A listening socket.
   *
   * @param everywhere
   *          whether it answers on all addresses, those of loopback included
   * @param address
   *          IPv4 in four parts, or the kernel's hexadecimal digits for IPv6
   */
  private record Socket(String address, boolean everywhere, int port, String inode) {}

  private final Path proc;
  private final List<Socket> sockets = new ArrayList<>();
  private boolean known;

  private ListeningSockets(Path proc) {
    this.proc = proc;
  }

  /** The sockets as they are now. */
  public static ListeningSockets now() {
    ListeningSockets now = new ListeningSockets(Path.of("/proc"));
    now.read("net/tcp");
    now.read("net/tcp6");
    return now;
  }

  /** Whether this system lists its sockets. */
  public boolean areKnown() {
    return known;
  }

  /** Whether a process listens on this port of localhost or of all addresses. */
  public boolean isAnswered(int port) {
    return sockets.stream().anyMatch(socket -> socket.port() == port
        && (socket.everywhere() || socket.address().equals("127.0.0.1") || socket.address().matches("0{24}01000000")));
  }

  /**
   * Who listens on a port.
   *
   * @param process for people: {@code node (pid 4711)}
   * @param everywhere
   *          whether on all addresses, or only on the one that was asked about
   */
  public record Holder(String process, boolean everywhere) {}

  /** Who listens there, on this address or on all. */
  public Optional<Holder> holder(String address, int port) {
    return sockets.stream()
        .filter(socket -> socket.port() == port && (socket.everywhere() || socket.address().equals(address)))
        .findFirst().map(socket -> new Holder(process(socket), socket.everywhere()));
  }

  private void read(String table) {
    try (var lines = Files.lines(proc.resolve(table))) {
      lines.skip(1).map(line -> line.strip().split("\\s+")).filter(fields -> fields[3].equals(LISTEN))
          .map(fields -> socket(fields[1], fields[9])).forEach(sockets::add);
      known = true;
    } catch (IOException | java.io.UncheckedIOException e) {
      // Not Linux, or no such protocol: no sockets are known.
    }
  }

  private static Socket socket(String local, String inode) {
    String[] parts = local.split(":");
    String hex = parts[0].startsWith(IPV4_MAPPED) ? parts[0].substring(IPV4_MAPPED.length()) : parts[0];
    boolean everywhere = hex.chars().allMatch(digit -> digit == '0');
    return new Socket(hex.length() == 8 ? dotted(hex) : hex, everywhere, Integer.parseInt(parts[1], 16), inode);
  }

  /** The kernel prints the four bytes as a number of the machine, which is little endian wherever this runs. */
  private static String dotted(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    return (bytes[3] & 255) + "." + (bytes[2] & 255) + "." + (bytes[1] & 255) + "." + (bytes[0] & 255);
  }

  private String process(Socket socket) {
    String link = "socket:[" + socket.inode() + "]";
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : processes) {
        if (holds(process, link)) {
          return name(process) + " (pid " + process.getFileName() + ")";
        }
      }
    } catch (IOException e) {
      // The process ended meanwhile.
    }
    return "a process of another user";
  }

  /** The agent's own program is named after its jar, since it runs as java. */
  private static String name(Path process) throws IOException {
    return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1).contains(AGENT)
        ? "another devsession"
        : Files.readString(process.resolve("comm")).strip();
  }

  private static boolean holds(Path process, String link) {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path descriptor : open) {
        if (Files.readSymbolicLink(descriptor).toString().equals(link)) {
          return true;
        }
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      // This user may not read it, or the process ended.
    }
    return false;
  }
}
