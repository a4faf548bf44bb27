package dev.devsession.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.devsession.proxy.Loopback;
import dev.devsession.tunnel.ConnectionRole;
import dev.devsession.tunnel.connection.AgentConnection;
import dev.devsession.tunnel.hello.HelloRefusal.Code;
import dev.devsession.tunnel.hello.HelloRefusedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The first bytes of a connection when an end speaks another version or another protocol. */
@Timeout(30)
class HandshakeTest {

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      devsession-tunnel/2 reverse\\nwhatever comes | Version   | update the older one
      devsession-tunnel/0 reverse\\n               | Version   | update the other end
      GET / HTTP/1.1\\r\\n\\r\\n                   | Malformed | is it the tunnel port
      devsession-tunnel/1 sideways\\n\\n           | Malformed | expected the role reverse or forward
      devsession-tunnel/1 reverse\\nwho: ada\\n\\n | Malformed | expected a line "session: …"
      """)
  void gatewaySaysWhatItExpects(String hello, String code, String message) throws Exception {
    try (var gateway = new RunningGateway(); var agent = Loopback.connect(gateway.tunnelPort)) {
      Loopback.send(agent, hello.translateEscapes());
      var answer = new String(agent.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(answer).startsWith("devsession-tunnel/1 refused\ncode: " + code + "\nmessage: ")
          .contains(message)
          .endsWith("\n\n");
    }
  }

  @Test
  void helloIsLimitedToFourKibibytes() throws Exception {
    try (var gateway = new RunningGateway(); var agent = Loopback.connect(gateway.tunnelPort)) {
      Loopback.send(agent, "devsession-tunnel/1 reverse\nwho: " + "a".repeat(5000));
      assertThat(new String(agent.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).contains("code: Malformed");
    } catch (SocketException e) {
      assertThat(e).hasMessageContaining("reset"); // the bytes beyond the limit were not read
    }
  }

  @Test
  void helloMustArriveWithinFiveSeconds() throws Exception {
    try (var gateway = new RunningGateway(); var agent = Loopback.connect(gateway.tunnelPort)) {
      Loopback.send(agent, "devsession-tunnel/1 ");
      gateway.ready(); // an earlier connection was accepted by then
      gateway.advance(Duration.ofSeconds(4));
      agent.setSoTimeout(300);

      assertThatThrownBy(() -> agent.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

      agent.setSoTimeout(20_000);
      gateway.advance(Duration.ofSeconds(2));
      assertThat(agent.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void agentReportsThatTheGatewayIsNewer() throws Exception {
    var cause = answered("devsession-tunnel/2 ok or whatever that version says\n");

    assertThat(((HelloRefusedException) cause).refusal().code()).isEqualTo(Code.VERSION);
    assertThat(cause).hasMessageContaining("version 1").hasMessageContaining("version 2");
  }

  @Test
  void agentReadsARefusalWithAnUnknownCode() throws Exception {
    var cause = answered("devsession-tunnel/1 refused\ncode: Tired\nmessage: come back later\nmood: bad\n\n");

    assertThat(((HelloRefusedException) cause).refusal().code()).isEqualTo(Code.OTHER);
    assertThat(cause).hasMessage("come back later");
  }

  @Test
  void agentFailsWhenTheGatewayClosesBeforeItAnswers() throws Exception {
    assertThat(answered("")).isInstanceOf(IOException.class).hasMessageContaining("closed the connection before");
  }

  /** Connects to a server that sends this answer and closes; returns the failure. */
  private static Throwable answered(String answer) throws Exception {
    try (var server = Loopback.listen();
        var machine = new Machine(server.getLocalPort(), Machine.identity("s", "ada"))) {
      var opened = AgentConnection.open(machine.carrier(), ConnectionRole.REVERSE, machine.identity, null);
      try (var gateway = Loopback.accept(server)) {
        var hello = new BufferedReader(new InputStreamReader(gateway.getInputStream(), StandardCharsets.UTF_8));
        assertThat(Stream.generate(() -> read(hello)).takeWhile(line -> !line.isEmpty())).contains("agent: ada");
        Loopback.send(gateway, answer);
        gateway.shutdownOutput();
        return catchThrowableOfType(ExecutionException.class, () -> opened.get(10, TimeUnit.SECONDS)).getCause();
      }
    }
  }

  private static String read(BufferedReader lines) {
    try {
      return lines.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
