package dev.devsession.proxy.gateway;

import dev.devsession.proxy.routes.HostSyntax;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A block of addresses. */
record Cidr(IpSubnetFilterRule rule) {

  /** @throws IllegalArgumentException saying what is expected, unless the text is one like 10.0.0.0/8 or fd00::/8 */
  static Cidr parse(String text) {
    var parts = text.split("/", 2);
    var address = HostSyntax.literal(parts[0]);
    if (address != null && parts.length == 2 && parts[1].matches("\\d{1,3}")) {
      int prefix = Integer.parseInt(parts[1]);
      if (prefix <= address.getAddress().length * 8) {
        return new Cidr(new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT));
      }
    }
    throw new IllegalArgumentException("expected an address block such as 10.0.0.0/8, got \"" + text + '"');
  }

  boolean contains(InetAddress other) {
    return rule.matches(new InetSocketAddress(other, 0));
  }
}
