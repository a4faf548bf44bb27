package dev.devsession.agent.up;

import dev.devsession.agent.session.SharedTraffic;
import dev.devsession.console.TerminalLine;
import dev.devsession.match.ExampleRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How to send a request that comes to this machine, ready to paste. Pure. */
final class TryIt {
  private TryIt() {}

  /**
   * Of the first rule that can be shown, and the first that a browser can fulfil.
   *
   * @param address the Service's, such as {@code http://orders.shop:8080}
   */
  static List<TerminalLine> lines(SharedTraffic traffic, String address) {
    var lines = new ArrayList<TerminalLine>();
    if (!traffic.all()) {
      var examples = traffic.rules().stream().map(ExampleRequest::of).flatMap(Optional::stream).toList();
      examples.stream().findFirst().ifPresent(e -> lines.add(TerminalLine.note("try it", curl(e, address))));
      examples.stream().filter(TryIt::isOfABrowser).findFirst().ifPresent(
          e -> lines.add(TerminalLine.note("in a browser", "document.cookie = '"
              + e.cookies().getFirst().replace("\\", "\\\\").replace("'", "\\'") + "; path=/'")));
    }
    return lines;
  }

  private static String curl(ExampleRequest request, String address) {
    var line = new StringBuilder("curl ");
    if (!request.method().equals("GET")) {
      line.append(request.method().equals("HEAD") ? "-I " : "-X " + quoted(request.method()) + " ");
    }
    request.headers().forEach((name, values) -> values.forEach(
        value -> line.append("-H ").append(quoted(name + (value.isEmpty() ? ";" : ": " + value))).append(' ')));
    var url = address + request.target();
    return line.append(request.target().matches("[-A-Za-z0-9./_%]*") ? url : quoted(url)).toString();
  }

  /** A page load carries a cookie, and no header of one's own. */
  private static boolean isOfABrowser(ExampleRequest request) {
    return request.cookies().size() == 1 && request.headers().equals(Map.of("cookie", request.cookies()))
        && request.method().equals("GET");
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
