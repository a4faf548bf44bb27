package dev.devsession.proxy.http2;

import static dev.devsession.proxy.http2.FrameEnd.fields;
import static dev.devsession.proxy.http2.FrameEnd.head;
import static dev.devsession.proxy.http2.FrameEnd.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsession.match.RuleLine;
import dev.devsession.match.RuleSet;
import dev.devsession.proxy.RunningProxy;
import dev.devsession.proxy.metrics.MetricsPage;
import dev.devsession.proxy.routes.Intercept;
import dev.devsession.proxy.routes.SessionRoute;
import dev.devsession.proxy.routes.SessionRoute.Role;
import dev.devsession.proxy.routes.Target;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameStream;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Copies of a client's streams, which a machine gets and the original answers. */
@Timeout(60)
class Http2MirrorTest {

  private static final String LARGE = "x".repeat(100 * 1024);

  private FrameServer original;
  private FrameServer machine;
  private RoutedPort port;
  private FrameEnd client;

  @BeforeEach
  void start() throws Exception {
    original = new FrameServer();
    machine = new FrameServer();
    port = RoutedPort.to(original, machine);
    mirrorTo(machine.port());
    client = port.connect();
  }

  private void mirrorTo(int machinePort) throws Exception {
    mirrorTo(machinePort, Role.MIRROR);
  }

  private void mirrorTo(int machinePort, Role role) throws Exception {
    var rule = RuleSet.of(List.of(RuleLine.parse("header who =ada")));
    var dan = new SessionRoute("dan", new Target("127.0.0.1", machinePort), role, false, rule);
    port.onLoop(() -> {
      port.port.change(new Intercept(new Target("127.0.0.1", original.port()), List.of(dan)));
      return null;
    });
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    original.close();
    machine.close();
    port.close();
  }

  @Test
  void theMachineGetsTheSameFramesAndTheClientTheOriginalsAnswer() throws Exception {
    var request = head("GET", "/a?b=c", "who", "ada", "cookie", "a=1", "cookie", "b=2");
    var stream = client.open(request, false);
    client.data(stream, "one", false);

    var atMachine = machine.accept();
    var copy = atMachine.accept();
    assertThat(atMachine.nextHead(copy).headers()).hasToString(request.toString());
    assertThat(atMachine.next(copy)).isEqualTo(new Seen.Data("one", false));
    client.data(stream, "two", false);
    assertThat(atMachine.next(copy)).isEqualTo(new Seen.Data("two", false));
    client.headers(stream, fields("x-sum", "6"), true);
    assertThat(atMachine.nextHead(copy)).satisfies(trailers -> {
      assertThat(trailers.get("x-sum")).isEqualTo("6");
      assertThat(trailers.last()).isTrue();
    });
    atMachine.headers(copy, status(500, "by", "machine"), true);

    var atOriginal = original.accept();
    var there = atOriginal.accept();
    assertThat(atOriginal.nextHead(there).headers()).hasToString(request.toString());
    assertThat(atOriginal.text(there, 6)).isEqualTo("onetwo");
    atOriginal.headers(there, status(200, "by", "original"), true);
    assertThat(client.nextHead(stream).get("by")).isEqualTo("original");
    assertThat(client.hasNext(stream)).isFalse();
  }

  @Test
  void onlyRequestsThatMatchAndChangeNothingAreCopied() throws Exception {
    client.open(head("POST", "/unsafe", "who", "ada"), true);
    client.open(head("GET", "/others", "who", "eve"), true);
    client.open(head("GET", "/hers", "who", "ada"), true);

    var atMachine = machine.accept();
    assertThat(atMachine.nextHead(atMachine.accept()).get(":path")).isEqualTo("/hers");
    assertThat(atMachine.hasOpened()).isFalse();
    var atOriginal = original.accept();
    for (var path : List.of("/unsafe", "/others", "/hers")) {
      assertThat(atOriginal.nextHead(atOriginal.accept()).get(":path")).isEqualTo(path);
    }
  }

  @Test
  void aStreamingCallIsCopiedFrameByFrameIfUnsafeRequestsAre() throws Exception {
    mirrorTo(machine.port(), Role.MIRROR_UNSAFE);
    var call = client.open(head("POST", "/shop.Orders/Follow", "who", "ada", "content-type", "application/grpc"),
        false);
    var atMachine = machine.accept();
    var copy = atMachine.accept();
    atMachine.nextHead(copy);

    for (var message : List.of("first", "second")) {
      client.data(call, message, false);
      assertThat(atMachine.next(copy)).isEqualTo(new Seen.Data(message, false));
    }
    client.data(call, "", true);

    assertThat(atMachine.next(copy)).isEqualTo(new Seen.Data("", true));
  }

  @Test
  void oneConnectionCarriesTheCopiesAndGetsFullCreditForItsAnswers() throws Exception {
    client.open(head("GET", "/1", "who", "ada"), true);
    var atMachine = machine.accept();
    var first = atMachine.accept();
    client.open(head("GET", "/2", "who", "ada"), true);
    var second = atMachine.accept();
    assertThat(machine.hasAccepted()).isFalse();

    for (var copy : List.of(first, second)) {
      atMachine.headers(copy, status(200), false);
      for (int i = 0; i < 39; i++) {
        atMachine.data(copy, LARGE, false);
      }
      assertThat(atMachine.data(copy, LARGE, true).await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void copyThatTheMachineDoesNotTakeIsGivenUpAndNeverMakesTheRequestWait() throws Exception {
    var stalled = client.open(head("GET", "/1", "who", "ada"), false);
    var atMachine = machine.accept(); // gives no credit
    var copy = atMachine.accept();
    atMachine.nextHead(copy);
    var atOriginal = original.accept();
    var there = atOriginal.accept();
    atOriginal.nextHead(there);

    atOriginal.credit(there, 4 * 1024 * 1024);
    atOriginal.credit(4 * 1024 * 1024);

    for (int i = 0; i < 10; i++) {
      client.data(stalled, LARGE, i == 9);
      assertThat(atOriginal.text(there, LARGE.length())).hasSize(LARGE.length());
    }

    await().until(() -> atMachine.waitingBytes(copy) >= 60_000);
    assertThat(lastOf(atMachine, copy)).isEqualTo(new Seen.Reset(Http2Error.CANCEL.code()));
    assertThat(page()).contains("copies_lost_total{port=\"80\",reason=\"slow\",session=\"dan\"} 1.0",
        "requests_mirrored_total{port=\"80\",session=\"dan\"} 1.0");
    client.open(head("GET", "/2", "who", "ada"), true);
    assertThat(atMachine.nextHead(atMachine.accept()).get(":path")).isEqualTo("/2");
  }

  private static Seen lastOf(FrameEnd end, Http2FrameStream stream) throws Exception {
    var next = end.next(stream);
    while (next instanceof Seen.Data) {
      next = end.next(stream);
    }
    return next;
  }

  @Test
  void copiesForAMachineThatIsAwayAreCountedAndTheOriginalAnswers() throws Exception {
    mirrorTo(RunningProxy.freePort());
    var first = client.open(head("GET", "/1", "who", "ada"), true);
    var second = client.open(head("GET", "/2", "who", "ada"), true);

    var atOriginal = original.accept();
    atOriginal.headers(atOriginal.accept(), status(200), true);
    atOriginal.headers(atOriginal.accept(), status(200), true);
    assertThat(client.nextHead(first).get(":status")).isEqualTo("200");
    assertThat(client.nextHead(second).get(":status")).isEqualTo("200");
    await().untilAsserted(() -> assertThat(page())
        .contains("copies_lost_total{port=\"80\",reason=\"lost\",session=\"dan\"} 2.0"));
  }

  @Test
  void copiesForAMachineThatTakesTheConnectionAndStaysSilentAreGivenUp() throws Exception {
    var silent = FrameServer.listen(socket -> socket.closeFuture());
    try {
      mirrorTo(((InetSocketAddress) silent.localAddress()).getPort());
      client.open(head("GET", "/", "who", "ada"), true);

      await().untilAsserted(() -> assertThat(page())
          .contains("copies_lost_total{port=\"80\",reason=\"silent\",session=\"dan\"} 1.0"));
    } finally {
      silent.close().sync();
    }
  }

  @Test
  void copyGoesOnAfterTheClientHasGoneAndThenItsConnectionEnds() throws Exception {
    var stream = client.open(head("GET", "/1", "who", "ada"), true);
    var atOriginal = original.accept();
    atOriginal.headers(atOriginal.accept(), status(200), true);
    client.nextHead(stream);
    var atMachine = machine.accept();
    var copy = atMachine.accept();

    client.close();

    assertThat(atOriginal.next(0)).isInstanceOf(Seen.Closed.class);
    atMachine.nextHead(copy);
    assertThat(atMachine.hasNext(copy)).isFalse();
    atMachine.headers(copy, status(200), true);
    assertThat(atMachine.next(0)).isInstanceOf(Seen.Closed.class);
  }

  @Test
  void cancelledRequestCancelsItsCopy() throws Exception {
    var stream = client.open(head("GET", "/1", "who", "ada"), true);
    var atMachine = machine.accept();
    var copy = atMachine.accept();
    atMachine.nextHead(copy);

    client.reset(stream, Http2Error.CANCEL);

    assertThat(atMachine.next(copy)).isEqualTo(new Seen.Reset(Http2Error.CANCEL.code()));
  }

  @Test
  void requestThatTheClientDoesNotFinishIsNotFinishedAtTheMachine() throws Exception {
    var stream = client.open(head("GET", "/1", "who", "ada"), false);
    client.data(stream, "half", false);
    var atMachine = machine.accept();
    var copy = atMachine.accept();
    atMachine.nextHead(copy);
    assertThat(atMachine.next(copy)).isEqualTo(new Seen.Data("half", false));

    client.close();

    assertThat(atMachine.next(copy)).isEqualTo(new Seen.Reset(Http2Error.CANCEL.code()));
    assertThat(atMachine.next(0)).isInstanceOf(Seen.Closed.class);
  }

  @Test
  void lostConnectionIsOpenedAgainForTheNextCopy() throws Exception {
    client.open(head("GET", "/1", "who", "ada"), true);
    var before = machine.accept();
    before.accept();
    before.close();

    await().until(() -> {
      client.open(head("GET", "/2", "who", "ada"), true);
      return machine.hasAccepted();
    });
  }

  private String page() throws Exception {
    return port.onLoop(() -> MetricsPage.of("devsession_proxy", "port", Map.of(), Map.of("80", port.counters)).body());
  }
}
