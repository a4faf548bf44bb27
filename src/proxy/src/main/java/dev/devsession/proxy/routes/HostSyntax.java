package dev.devsession.proxy.routes;

import io.netty.util.NetUtil;
import java.net.InetAddress;

/** The syntax of hosts in a routes file. No method resolves a name. */
public final class HostSyntax {

  private HostSyntax() {}

  /** The host without the brackets of an IPv6 address, or null if it is no host. */
  static String unbracketed(String host) {
    if (host.startsWith("[") && host.endsWith("]")) {
      var address = host.substring(1, host.length() - 1);
      return address.indexOf(':') >= 0 && literal(address) != null ? address : null;
    }
    boolean valid = looksNumeric(host) ? literal(host) != null : isName(host);
    return valid ? host : null;
  }

  /** The address that an unbracketed host spells out, or null if it is a name. */
  public static InetAddress literal(String host) {
    return host.startsWith("[") ? null : NetUtil.createInetAddressFromIpAddressString(host);
  }

  private static boolean looksNumeric(String host) {
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (c != '.' && (c < '0' || c > '9')) {
        return false;
      }
    }
    return true;
  }

  /** RFC 1123 names, and underscores, which DNS permits and users have. */
  private static boolean isName(String host) {
    if (host.length() > 253) {
      return false;
    }
    int label = 0;
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (c == '.') {
        if (label == 0 || host.charAt(i - 1) == '-') {
          return false;
        }
        label = 0;
        continue;
      }
      boolean alphanumeric = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
      if (++label > 63 || !alphanumeric && (c != '-' || label == 1)) {
        return false;
      }
    }
    return host.charAt(host.length() - 1) != '-';
  }
}
