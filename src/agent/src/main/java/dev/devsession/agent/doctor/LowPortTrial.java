package dev.devsession.agent.doctor;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;

/** Finds out whether this process may listen on low ports, by trying it for a moment. */
final class LowPortTrial {

  /** Of a loopback address that no Service has. */
  private static final String ADDRESS = "127.0.0.2";
  private static final List<Integer> PORTS = List.of(80, 443, 1);

  private LowPortTrial() {}

  static boolean isAllowed() {
    return PORTS.stream().allMatch(LowPortTrial::isAllowed);
  }

  private static boolean isAllowed(int port) {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral(ADDRESS), port));
      return true;
    } catch (BindException e) {
      // A port that another program has was not refused for lack of rights, which are looked at first.
      return String.valueOf(e.getMessage()).contains("in use");
    } catch (IOException e) {
      return false;
    }
  }
}
