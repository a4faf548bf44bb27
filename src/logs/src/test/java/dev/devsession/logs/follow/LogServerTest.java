package dev.devsession.logs.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogServerTest {
  private static final LogQuery QUERY = new LogQuery("shop", "p", "c", false, false, OptionalLong.empty(),
      OptionalInt.empty());

  private LogServerModel model;
  private LogServer server;

  @BeforeEach
  void start() throws IOException {
    model = new LogServerModel();
    model.write(Instant.EPOCH, "a".getBytes());
    server = new LogServer(model.client);
  }

  @AfterEach
  void stop() {
    model.close();
  }

  @Test
  void manyRequestsWaitForOneThatConnects() throws Exception {
    openAtOnce(40);
    assertThat(model.probes).hasValue(1);
    assertThat(model.requests).hasSize(40);

    server.lost();
    openAtOnce(40);
    assertThat(model.probes).hasValue(2);
    assertThat(model.requests).hasSize(80);
  }

  @Test
  void serverThatIsAwayIsAFailureAndIsAskedAgainLater() throws Exception {
    openAtOnce(1);
    model.stop();
    server.lost();

    assertThatThrownBy(() -> server.open(QUERY)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> server.open(QUERY)).isInstanceOf(IOException.class);
    assertThat(model.requests).hasSize(1);
  }

  private void openAtOnce(int requests) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Void> open = () -> {
        try (var stream = server.open(QUERY)) {
          assertThat(stream.body().readAllBytes()).isNotEmpty();
          return null;
        }
      };
      for (var opened : threads.invokeAll(Stream.generate(() -> open).limit(requests).toList())) {
        opened.get();
      }
    }
  }
}
