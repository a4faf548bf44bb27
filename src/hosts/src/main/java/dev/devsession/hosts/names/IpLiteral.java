package dev.devsession.hosts.names;

import java.net.InetAddress;
import java.util.regex.Pattern;

/** Checks text that will stand in the first column of a hosts file. */
public final class IpLiteral {

  private static final Pattern SHAPE = Pattern
      .compile("\\d+\\.\\d+\\.\\d+\\.\\d+|[0-9a-fA-F.]*:[0-9a-fA-F:.]*");

  private IpLiteral() {}

  /** Whether this is an IPv4 address in four parts or an IPv6 address without a zone. Never asks DNS. */
  public static boolean isValid(String text) {
    if (!SHAPE.matcher(text).matches()) {
      return false;
    }
    try {
      InetAddress.ofLiteral(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
