package dev.devsession.proxy.gateway;

import dev.devsession.proxy.routes.HostSyntax;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * A block of addresses.
 *
 * @param address any address of the block
 * @param prefix how many leading bits its addresses share
 */
record Cidr(InetAddress address, int prefix) {

  /** @throws IllegalArgumentException saying what is expected, unless the text is one like 10.0.0.0/8 or fd00::/8 */
  static Cidr parse(String text) {
    var parts = text.split("/", 2);
    var address = HostSyntax.literal(parts[0]);
    if (address != null && parts.length == 2 && parts[1].matches("\\d{1,3}")) {
      int prefix = Integer.parseInt(parts[1]);
      if (prefix <= address.getAddress().length * 8) {
        return new Cidr(address, prefix);
      }
    }
    throw new IllegalArgumentException("expected an address block such as 10.0.0.0/8, got \"" + text + '"');
  }

  boolean contains(InetAddress other) {
    return Arrays.equals(network(address), network(other));
  }

  private byte[] network(InetAddress of) {
    var bytes = of.getAddress();
    for (int bit = prefix; bit < bytes.length * 8; bit++) {
      bytes[bit / 8] &= (byte) ~(0x80 >> bit % 8);
    }
    return bytes;
  }
}
