package dev.devsession.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devsession.proxy.routes.HostSyntax;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EgressPolicyTest {

  private static final Set<InetAddress> NODE = Set.of(HostSyntax.literal("192.168.49.2"),
      HostSyntax.literal("fd00::2"));

  @ParameterizedTest
  @ValueSource(strings = {"10.96.0.10", "10.244.3.4", "192.168.49.3", "8.8.8.8", "fd00::3", "2001:db8::1"})
  void addressesOfPodsAndServicesAreAllowed(String address) {
    assertThat(refusal(address)).isNull();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      127.0.0.1          | a loopback address
      127.9.9.9          | a loopback address
      ::1                | a loopback address
      ::ffff:127.0.0.1   | a loopback address
      0.0.0.0            | no host's address
      ::                 | no host's address
      ::ffff:0.0.0.0     | no host's address
      169.254.169.254    | a link-local address
      fe80::1            | a link-local address
      224.0.0.1          | a multicast address
      ff02::1            | a multicast address
      fd00:ec2::254      | a cloud's metadata service
      100.100.100.200    | a cloud's metadata service
      192.168.49.2       | an address of the node
      fd00::2            | an address of the node
      fd00:0:0:0:0:0:0:2 | an address of the node
      """)
  void addressesOfThePodAndItsNodeAreRefused(String address, String kind) {
    assertThat(refusal(address)).contains(kind);
    assertThat(refusal(address, "0.0.0.0/0", "::/0")).isNull();
  }

  @ParameterizedTest
  @CsvSource({"192.168.49.2, 192.168.49.2/32, true", "192.168.49.2, 192.168.49.3/32, false",
      "192.168.49.2, 192.168.48.0/23, true", "fd00::2, fd00::/8, true", "fd00::2, 0.0.0.0/0, false"})
  void explicitlyAllowedBlockOverridesTheRules(String address, String block, boolean allowed) {
    assertThat(refusal(address, block) == null).isEqualTo(allowed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "fd00::/129", "example.com/8", "/8"})
  void malformedBlockIsReported(String text) {
    assertThatThrownBy(() -> Cidr.parse(text)).hasMessage(
        "expected an address block such as 10.0.0.0/8, got \"" + text + '"');
  }

  private static String refusal(String address, String... allowed) {
    return new EgressPolicy(NODE, List.of(allowed).stream().map(Cidr::parse).toList())
        .refusal(HostSyntax.literal(address));
  }
}
