package dev.devsession.kubeconfig;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** A range of addresses such as {@code 10.0.0.0/8}. */
final class Subnet {

  private Subnet() {}

  /** Whether a literal address lies within; false if either is no such thing. */
  static boolean contains(String subnet, String address) {
    int slash = subnet.indexOf('/');
    if (slash < 0 || !isLiteral(address) || !isLiteral(subnet.substring(0, slash))) {
      return false;
    }
    try {
      byte[] base = InetAddress.getByName(subnet.substring(0, slash)).getAddress();
      byte[] one = InetAddress.getByName(address).getAddress();
      int ignored = base.length * 8 - Integer.parseInt(subnet.substring(slash + 1));
      return base.length == one.length && ignored >= 0
          && new BigInteger(1, base).shiftRight(ignored).equals(new BigInteger(1, one).shiftRight(ignored));
    } catch (UnknownHostException | NumberFormatException e) {
      return false;
    }
  }

  /** No name, so nothing is looked up. */
  private static boolean isLiteral(String text) {
    return text.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
  }
}
