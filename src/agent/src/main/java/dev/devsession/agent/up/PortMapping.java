package dev.devsession.agent.up;

import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import java.util.regex.Pattern;

/**
 * A Service's port that a process on this machine answers, as typed.
 *
 * @param port the port's name in the Service; empty: its only one
 */
public record PortMapping(String service, String port, int hostPort) {
  private static final Pattern TYPED = Pattern.compile("([a-z0-9.-]+)(?::([a-z0-9-]+))?=(\\d{1,5})");

  /** @param text {@code orders=3000}, or {@code orders:http=3000} */
  public static PortMapping parse(String text) {
    var typed = TYPED.matcher(text);
    if (typed.matches()) {
      int hostPort = Integer.parseInt(typed.group(3));
      if (hostPort >= 1 && hostPort <= 65535) {
        return new PortMapping(typed.group(1), typed.group(2) == null ? "" : typed.group(2), hostPort);
      }
    }
    throw new AgentException(ExitCode.BAD_INPUT, "\"" + text + "\" must be SERVICE=PORT or SERVICE:PORTNAME=PORT, "
        + "such as orders=3000 or orders:http=3000, with a port of this machine from 1 to 65535");
  }
}
