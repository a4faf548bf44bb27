package dev.devsession.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.sql.DriverManager;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Common protocols work through the tunnel, with unmodified clients and servers. */
@Timeout(60)
class CarriedProtocolsTest {

  private BothEnds ends;

  @BeforeEach
  void open() throws Exception {
    ends = new BothEnds();
  }

  @AfterEach
  void close() {
    ends.close();
  }

  @Test
  void http2Works() throws Exception {
    var answer = new byte[300_000];
    new Random(1).nextBytes(answer);
    try (var server = WebServer.http2(answer);
        var client = HttpClient.newBuilder().version(Version.HTTP_2).build()) {
      var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ends.portLeadingTo(server.port) + "/"))
          .build();
      assertThat(client.send(request, BodyHandlers.ofByteArray()).body()).isEqualTo(answer);

      var more = IntStream.range(0, 50).mapToObj(i -> client.sendAsync(request, BodyHandlers.ofByteArray())).toList();

      for (var response : more) {
        assertThat(response.get().version()).isEqualTo(Version.HTTP_2);
        assertThat(response.get().body()).isEqualTo(answer);
      }
    }
  }

  @Test
  void webSocketWorks() throws Exception {
    try (var server = WebServer.echoingWebSocket(); var client = HttpClient.newHttpClient()) {
      var echoes = new LinkedBlockingQueue<String>();
      var socket = client.newWebSocketBuilder()
          .buildAsync(URI.create("ws://127.0.0.1:" + ends.portLeadingTo(server.port) + "/"), listener(echoes))
          .get();
      for (int i = 0; i < 200; i++) {
        var message = i + "=".repeat(i * 37);
        socket.sendText(message, true).get();

        assertThat(echoes.poll(10, TimeUnit.SECONDS)).isEqualTo(message);
      }
      socket.sendClose(WebSocket.NORMAL_CLOSURE, "done").get();
    }
  }

  private static WebSocket.Listener listener(BlockingQueue<String> messages) {
    var message = new StringBuilder();
    return new WebSocket.Listener() {
      @Override
      public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
        message.append(part);
        if (last) {
          messages.add(message.toString());
          message.setLength(0);
        }
        socket.request(1);
        return null;
      }
    };
  }

  @Test
  void databaseProtocolWorks() throws Exception {
    var server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
    try {
      var url = "jdbc:h2:tcp://127.0.0.1:" + ends.portLeadingTo(server.getPort()) + "/mem:shop";
      try (var connection = DriverManager.getConnection(url, "sa", "sa");
          var statement = connection.createStatement()) {
        statement.execute("create table orders(id int primary key, note varchar(2000))");
        connection.setAutoCommit(false);
        try (var insert = connection.prepareStatement("insert into orders values (?, ?)")) {
          for (int id = 0; id < 1000; id++) {
            insert.setInt(1, id);
            insert.setString(2, "é" + "x".repeat(id));
            insert.addBatch();
          }
          insert.executeBatch();
        }
        connection.commit();
        var rows = statement.executeQuery("select id, note from orders order by id");
        for (int id = 0; id < 1000; id++) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getInt(1)).isEqualTo(id);
          assertThat(rows.getString(2)).isEqualTo("é" + "x".repeat(id));
        }
        assertThat(rows.next()).isFalse();
      }
    } finally {
      server.stop();
    }
  }
}
