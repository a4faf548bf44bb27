package dev.devsession.proxy.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.devsession.match.RequestRule;
import dev.devsession.match.RequestTest;
import dev.devsession.match.RuleLine;
import dev.devsession.match.ValueTest;
import dev.devsession.proxy.routes.SessionRoute.Role;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesTest {

  @Test
  void readsAddressesAndNames() throws Exception {
    var routes = Routes.parse("""
        # written by the operator
        8080=10.250.0.1:3000

        ! an IPv6 target
          8443 = [fd00::1]:3001\r
        9090=host.minikube.internal:9090
        8081=3000 via 10.96.3.4:9700
        """, 9901);

    assertThat(routes.byListenPort()).containsOnly(Map.entry(8080, new Target("10.250.0.1", 3000)),
        Map.entry(8443, new Target("fd00::1", 3001)), Map.entry(9090, new Target("host.minikube.internal", 9090)),
        Map.entry(8081, new Target("10.96.3.4", 9700, 3000)));
  }

  @Test
  void readsSessionsOfASharedPortTheOldestFirst() throws Exception {
    var ada = RequestRule.ofSession("ada");
    var ben = new RequestRule(List.of(new RequestTest.Path(new ValueTest.Prefix("/api"))));
    var routes = Routes.parse("""
        8080=original 10.96.7.8:8080
        8080.team.ben=3001 via 10.96.3.5:9700 matching refuse answer-header
        8080.team.ben.match.1=%s
        8080.team.ben.match.2=%s
        8080.ada=192.168.49.1:3003 mirror
        8080.ada.match.1=%s
        8080.cyd=3002 via 10.96.3.6:9700 all
        8080.dan=3004 via 10.96.3.7:9700 mirror-unsafe
        8080.dan.match.1=%s
        8081=original twin:80
        """.formatted(RuleLine.write(ben), RuleLine.write(ada), RuleLine.write(ada), RuleLine.write(ben)), 9901)
        .byListenPort();

    assertThat(routes.get(8081)).isEqualTo(new Intercept(new Target("twin", 80), List.of()));
    var shared = (Intercept) routes.get(8080);
    assertThat(shared.original()).isEqualTo(new Target("10.96.7.8", 8080));
    assertThat(shared.sessions()).extracting(SessionRoute::session, SessionRoute::machine, SessionRoute::role,
        SessionRoute::refuseWhenAway, SessionRoute::answerHeader, route -> route.rules().rules()).containsExactly(
            tuple("team.ben", new Target("10.96.3.5", 9700, 3001), Role.MATCHING, true, true, List.of(ben, ada)),
            tuple("ada", new Target("192.168.49.1", 3003), Role.MIRROR, false, false, List.of(ada)),
            tuple("cyd", new Target("10.96.3.6", 9700, 3002), Role.ALL, false, false, List.of()),
            tuple("dan", new Target("10.96.3.7", 9700, 3004), Role.MIRROR_UNSAFE, false, false, List.of(ben)));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      1=original a          | line 1: expected HOST:PORT
      1=a:1;1.ada=b:1 all   | line 2: expected a line 1=original HOST:PORT, since sessions share the port
      1.ada=b:1 all;2=c:1   | line 1: expected a line 1=original HOST:PORT
      1=original a:1;1.ada=b:1 | line 2: expected LISTEN_PORT.SESSION=TARGET matching, all, mirror or mirror-unsafe
      1=original a:1;1.ada=b:1 some | line 2: expected LISTEN_PORT.SESSION=TARGET matching
      1=original a:1;1.=b:1 all | line 2: expected LISTEN_PORT.SESSION=TARGET matching
      1=original a:1;1.ada=b:1 matching | line 2: expected a line 1.ada.match.1=RULE after it
      1=original a:1;1.ada=0 via b:1 all | line 2: expected a port from 1 to 65535 before "via", got "0"
      1=original a:1;1.ada=b:1 all;1.ada=c:1 all | line 3: port 1 has a line of session ada already
      1=original a:1;1.ada.match.1=x | line 2: expected the line 1.ada=TARGET ROLE before its rules
      1=original a:1;9901.ada=b:1 all | line 2: port 9901 is the health port
      1=original a:1;1.ada=b:1 matching;1.ada.match.1=nonsense | line 3:
      """)
  void saysWhatIsWrongWithALineOfASharedPort(String lines, String problem) {
    assertThatThrownBy(() -> Routes.parse(lines.replace(';', '\n'), 9901)).isInstanceOf(InvalidRoutesException.class)
        .hasMessageContaining(problem);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      8080                    | expected LISTEN_PORT=HOST:PORT, got "8080"
      http=a:1                | expected a port from 1 to 65535 before the =, got "http"
      0=a:1                   | expected a port from 1 to 65535 before the =, got "0"
      65536=a:1               | expected a port from 1 to 65535 before the =, got "65536"
      99999999999999=a:1      | expected a port from 1 to 65535 before the =, got "99999999999999"
      +80=a:1                 | expected a port from 1 to 65535 before the =, got "+80"
      8080=                   | expected HOST:PORT, PORT from 1 to 65535, got ""
      8080=host               | expected HOST:PORT, PORT from 1 to 65535, got "host"
      8080=host:              | expected HOST:PORT, PORT from 1 to 65535, got "host:"
      8080=host:0             | expected HOST:PORT, PORT from 1 to 65535, got "host:0"
      8080=:80                | as host, got ""
      8080=fd00::1:80         | as host, got "fd00::1"
      8080=[10.0.0.1]:80      | as host, got "[10.0.0.1]"
      8080=[]:80              | as host, got "[]"
      8080=10.0.0.256:80      | as host, got "10.0.0.256"
      8080=10.1:80            | as host, got "10.1"
      8080=a b:80             | as host, got "a b"
      8080=-a:80              | as host, got "-a"
      8080=a-.b:80            | as host, got "a-.b"
      8080=a..b:80            | as host, got "a..b"
      8080=0 via a:80         | expected a port from 1 to 65535 before "via", got "0"
      8080=http via a:80      | expected a port from 1 to 65535 before "via", got "http"
      8080=3000 via a         | expected HOST:PORT, PORT from 1 to 65535, got "a"
      8080=3000 via           | expected HOST:PORT, PORT from 1 to 65535, got "3000 via"
      8080=3000 via b via a:1 | as host, got "b via a"
      9901=a:80               | port 9901 is the health port (DEVSESSION_HEALTH_PORT)
      """)
  void saysWhatIsWrongWithALine(String line, String problem) {
    assertThatThrownBy(() -> Routes.parse("7=ok:7\n" + line, 9901)).isInstanceOf(InvalidRoutesException.class)
        .hasMessageStartingWith("line 2: ")
        .hasMessageContaining(problem);
  }

  @Test
  void namesEveryBadLine() {
    assertThatThrownBy(() -> Routes.parse("1=a\n2=a:2\n2=b:3", 9901))
        .hasMessage("line 1: expected HOST:PORT, PORT from 1 to 65535, got \"a\"; "
            + "line 3: port 2 has a route already; expected each port once");
  }

  @Test
  void refusesAFileWithoutRoutes() {
    assertThatThrownBy(() -> Routes.parse("\n# nothing\n", 9901))
        .hasMessage("no route: expected at least one line LISTEN_PORT=HOST:PORT");
  }

  @Property
  void writtenRoutesAreReadBack(@ForAll("routes") Map<Integer, Target> routes) throws Exception {
    var text = routes.entrySet().stream().map(r -> r.getKey() + "=" + r.getValue()).collect(Collectors.joining("\n"));

    assertThat(Routes.parse(text, 9901).byListenPort()).isEqualTo(new TreeMap<>(routes));
  }

  @Provide
  Arbitrary<Map<Integer, Target>> routes() {
    var port = Arbitraries.integers().between(1, 65535);
    var octet = Arbitraries.integers().between(0, 255);
    var ipv4 = Combinators.combine(octet, octet, octet, octet).as((a, b, c, d) -> a + "." + b + "." + c + "." + d);
    var ipv6 = Arbitraries.integers().between(0, 0xffff).list().ofSize(8)
        .map(groups -> groups.stream().map(Integer::toHexString).collect(Collectors.joining(":")));
    var name = Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(63).list().ofMinSize(1)
        .ofMaxSize(3).map(labels -> String.join(".", labels));
    var target = Combinators
        .combine(Arbitraries.oneOf(ipv4, ipv6, name), port, Arbitraries.integers().between(0, 65535)).as(Target::new);
    return Arbitraries.maps(port.filter(p -> p != 9901), target).ofMinSize(1).ofMaxSize(20);
  }
}
