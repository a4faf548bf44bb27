package dev.devsession.kubeconfig;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;

/** A range of addresses such as {@code 10.0.0.0/8}. */
final class Subnet {
  private Subnet() {}

  /** Whether a literal address lies within; false if either is malformed. */
  static boolean contains(String subnet, String address) {
    var slash = subnet.indexOf('/');
    // Neither call looks up a name.
    var base = slash < 0 ? null : NetUtil.createInetAddressFromIpAddressString(subnet.substring(0, slash));
    var one = NetUtil.createInetAddressFromIpAddressString(address);
    try {
      return base != null && one != null
          && new IpSubnetFilterRule(base, Integer.parseInt(subnet.substring(slash + 1)), IpFilterRuleType.ACCEPT)
              .matches(new InetSocketAddress(one, 0));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
