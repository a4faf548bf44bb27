package dev.devsession.localnet.privileged;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devsession.hosts.BlockHeader;
import dev.devsession.hosts.names.TakenNames;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockLinesTest {

  private static final TakenNames TAKEN = new TakenNames(Set.of("laptop"), "", Map.of("nas.lan", 3));

  @Test
  void linesOfTheAgentAreAccepted() {
    List<String> lines = new BlockHeader(4711, "minikube \u00e9").withNames(
        List.of("127.146.80.52 orders orders.shop orders.shop.svc orders.shop.svc.cluster.local",
            "127.1.2.3 db-0.db db-0.db.shop", "192.168.49.2 web web.shop", "10.96.0.7 stock", "fd00::7 mail"));
    assertThatCode(() -> BlockLines.check(lines, TAKEN)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.1.2.3 localhost", "127.1.2.3 laptop", "127.1.2.3 web nas.lan", "127.0.0.1 web",
      "127.0.0.53 web", "::1 web", "0.0.0.0 web", ":: web", "224.0.0.1 web", "169.254.169.254 web", "fe80::1 web",
      "::ffff:127.0.0.1 web", "10.0.0 web", "10.0.0.1", "10.0.0.1 localhost", "127.1.2.3", "", "127.1.2.3  web",
      "127.1.2.3 web ",
      "127.1.2.3 Web", "127.1.2.3 web..shop", "127.1.2.3 web # comment", "127.1.2.3\tweb", "127.1.2.3 web\r",
      "# one\n10.0.0.1 web", "# END devsession", "# BEGIN devsession", "127.1.2.3 w\u00e9b", " 127.1.2.3 web"})
  void otherLinesAreRefused(String line) {
    assertThatThrownBy(() -> BlockLines.check(List.of("127.1.2.3 fine", line), TAKEN))
        .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("line \"");
  }
}
