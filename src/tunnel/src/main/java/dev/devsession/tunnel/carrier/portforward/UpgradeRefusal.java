package dev.devsession.tunnel.carrier.portforward;

import dev.devsession.tunnel.carrier.CarrierException;
import dev.devsession.tunnel.carrier.CarrierException.Cause;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Explains an answer of the API server that refuses the change of protocol. */
final class UpgradeRefusal {

  /** Of a {@code Status}; the value may hold escapes. */
  private static final Pattern MESSAGE = Pattern.compile("\"message\"\\s*:\\s*\"((?:[^\"\\\\]++|\\\\.)*+)\"");
  /** What an API server says, with 400, of a request from which a proxy has taken the upgrade. */
  private static final String NO_UPGRADE = "Upgrade request required";
  private static final Pattern ESCAPE = Pattern.compile("\\\\(u[0-9a-fA-F]{4}|.)");

  private UpgradeRefusal() {}

  /**
   * The failure to report.
   *
   * @param status of HTTP
   * @param body a {@code Status} in JSON, or anything
   */
  static CarrierException of(int status, String body) {
    Matcher message = MESSAGE.matcher(body);
    boolean byApiServer = message.find();
    Cause cause = switch (status) {
      case 401 -> Cause.UNAUTHORIZED;
      case 403 -> byApiServer ? Cause.FORBIDDEN : Cause.RETRY;
      case 404 -> byApiServer ? Cause.GONE : Cause.RETRY;
      // The API server passes on what the kubelet says of a container that does not run yet, without a Status.
      case 500 -> Cause.STARTING;
      default -> byApiServer && !message.group(1).contains(NO_UPGRADE) ? Cause.STARTING : Cause.RETRY;
    };
    return new CarrierException(cause, byApiServer
        ? "the API server answered " + status + ": " + unescape(message.group(1))
        : "the API server, or a proxy in front of it, answered " + status, null);
  }

  private static String unescape(String json) {
    return ESCAPE.matcher(json).replaceAll(escape -> {
      String code = escape.group(1);
      return Matcher.quoteReplacement(switch (code.charAt(0)) {
        case 'u' -> code.length() == 5 ? Character.toString(Integer.parseInt(code.substring(1), 16)) : code;
        case 'n', 'r', 't', 'b', 'f' -> " ";
        default -> code;
      });
    });
  }
}
