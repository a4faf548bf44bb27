package dev.devsession.localnet.privileged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devsession.hosts.names.LoopbackAddresses;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PrivilegedRequestTest {

  @Example
  void requestsOfTheAgentAreParsed() {
    PrivilegedRequest.Relay relay = new PrivilegedRequest.Relay("127.146.80.52", 80, 40000);

    assertThat(PrivilegedRequest.parse("listen", List.of(relay.line())))
        .isEqualTo(new PrivilegedRequest.Listen(List.of(relay)));
    assertThat(PrivilegedRequest.parse("alias", List.of("127.1.2.3")))
        .isEqualTo(new PrivilegedRequest.Alias(List.of("127.1.2.3")));
    assertThat(PrivilegedRequest.parse("agent", List.of("4711"))).isEqualTo(new PrivilegedRequest.Agent(4711));
  }

  @Property
  void anyInputOpensOnlyLowPortsOfServiceAddressesThatLeadToHighOnes(
      @ForAll("relays") String line) {
    try {
      PrivilegedRequest.Relay relay = PrivilegedRequest.Relay.parse(line);
      assertThat(LoopbackAddresses.covers(relay.address())).isTrue();
      assertThat(relay.port()).isBetween(1, 1023);
      assertThat(relay.relayPort()).isBetween(1024, 65535);
      assertThat(relay.line()).isEqualTo(line.replaceAll(" 0+", " "));
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining("must");
    }
  }

  @Example
  void otherRequestsAreRefused() {
    for (String line : List.of("127.0.0.1 80 40000", "0.0.0.0 80 40000", "192.168.1.1 80 40000", "127.1.2.3 1024 40000",
        "127.1.2.3 80 22", "127.1.2.3 0 40000", "127.1.2.3 80 65536", "127.1.2.3 80", "::1 80 40000",
        "127.1.2.3 -1 2000",
        "127.1.2.03 80 40000", "127.1.2.3  80 40000")) {
      assertThatThrownBy(() -> PrivilegedRequest.parse("listen", List.of(line))).as(line)
          .isInstanceOf(IllegalArgumentException.class);
    }

    assertThatThrownBy(() -> PrivilegedRequest.parse("alias", List.of("127.1.2.3 netmask")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PrivilegedRequest.parse("exec", List.of("sh"))).hasMessage("no such request: exec");
    assertThatThrownBy(() -> PrivilegedRequest.parse("agent", List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @Provide
  Arbitrary<String> relays() {
    Arbitrary<String> numbers = Arbitraries.oneOf(Arbitraries.integers().between(-2, 70_000).map(String::valueOf),
        Arbitraries.of("080", "1e3", "", "80\n81"));
    Arbitrary<String> addresses = Arbitraries.oneOf(
        Arbitraries.integers().between(0, 300).list().ofSize(3)
            .map(parts -> "127." + parts.get(0) + "." + parts.get(1) + "." + parts.get(2)),
        Arbitraries.of("127.0.0.1", "0.0.0.0", "10.0.0.1", "::1", "localhost", "127.1"));
    return net.jqwik.api.Combinators.combine(addresses, numbers, numbers)
        .as((address, port, relay) -> address + " " + port + " " + relay);
  }
}
