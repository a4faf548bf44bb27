package dev.devsession.agent.sync;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import dev.devsession.console.Terminal;
import dev.devsession.hosts.Block;
import dev.devsession.hosts.BlockHeader;
import dev.devsession.hosts.HostsFile;
import dev.devsession.hosts.HostsText;
import dev.devsession.hosts.OwnBlock;
import dev.devsession.hosts.names.LocalEndpoint;
import dev.devsession.hosts.names.LoopbackAddresses;
import dev.devsession.hosts.names.NamePlan;
import dev.devsession.hosts.names.NamePlanner;
import dev.devsession.hosts.names.ServiceInfo;
import dev.devsession.hosts.names.ServiceInfo.TcpPort;
import dev.devsession.hosts.names.TakenNames;
import dev.devsession.hosts.names.TunnelPolicy;
import dev.devsession.hosts.names.UnavailableEndpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real file, with a listener that only records, and may edit the file while the agent opens its listeners. */
class NameWriterTest {
  private static final String TEXT = "127.0.0.1 localhost\n";

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final LoopbackAddresses addresses = new LoopbackAddresses();
  private final List<List<LocalEndpoint>> listened = new ArrayList<>();
  private Path hosts;
  private OwnBlock block;

  @BeforeEach
  void open(@TempDir Path directory) throws IOException {
    hosts = Files.writeString(directory.resolve("hosts"), TEXT);
    block = OwnBlock.open(HostsFile.at(hosts), new BlockHeader(1, "test"), repair -> {});
  }

  @AfterEach
  void close() {
    block.close();
  }

  @Test
  void nameIsWrittenOnlyAfterItsListenerIsOpen() throws IOException {
    writer(() -> assertThat(text()).isEqualTo(TEXT)).write();

    assertThat(listened).containsExactly(List.of(orders()));
    assertThat(text()).contains(orders().address() + " orders orders.shop ");
  }

  @Test
  void editByAnotherProgramWhileTheListenersOpenIsKept() throws IOException {
    writer(() -> {
      if (listened.size() == 1) {
        append("10.9.9.9 orders\n");
      }
    }).write();

    assertThat(listened).hasSize(2);
    assertThat(text()).startsWith(TEXT + "10.9.9.9 orders\n").contains(orders().address() + " orders.shop ")
        .doesNotContain(" orders orders.shop");
    assertThat(output.toString(UTF_8)).contains("orders: line 2 of the hosts file defines it");
  }

  @Test
  void agentGivesUpWhileAnotherProgramKeepsWriting() throws IOException {
    var writer = writer(() -> append("# " + listened.size() + "\n"));

    assertThatThrownBy(writer::write).isInstanceOfSatisfying(AgentException.class,
        e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CONFLICT)).hasMessageContaining("keeps writing " + hosts);
    assertThat(text()).isEqualTo(TEXT + "# 1\n# 2\n# 3\n# 4\n# 5\n");
  }

  @Test
  void misleadingNameIsLeftOutUntilItsEndpointIsAvailable() throws IOException {
    var free = new boolean[1];
    var writer = new NameWriter(block, this::plan,
        endpoints -> free[0]
            ? List.of()
            : List.of(new UnavailableEndpoint(orders(), UnavailableEndpoint.Why.TAKEN, "node (pid 1)")),
        terminal());
    writer.write();

    assertThat(text()).doesNotContain("orders");
    assertThat(writer.isOutdated()).isTrue();

    free[0] = true;
    writer.write();
    assertThat(text()).contains(" orders orders.shop ");
    assertThat(writer.isOutdated()).isFalse();

    append("# by another program\n");
    assertThat(writer.isOutdated()).as("another program has written").isTrue();
  }

  @Test
  void aLineThatAnotherProgramWritesBetweenOurMarksIsRemovedWithOneWarning() throws IOException {
    var writer = writer(() -> {});
    writer.write();
    String ours = text();
    Files.writeString(hosts, ours.replace("# END", "10.9.9.9 theirs\n# END"));
    writer.write();
    writer.write();
    assertThat(text()).isEqualTo(ours);
    assertThat(output.toString(UTF_8))
        .containsOnlyOnce("a line of another program between devsession's marks had to go: "
            + "\"10.9.9.9 theirs\"; write outside the marks");
  }

  @Test
  void namesStayOursWhenTheirMarksGo() throws IOException {
    var writer = writer(() -> {});
    writer.write();
    for (String mark : List.of("END", "BEGIN")) {
      Files.writeString(hosts, text().replaceAll("# " + mark + ".*\n", ""));
      assertThat(writer.isOutdated()).isTrue();
      writer.write();
      assertThat(text()).containsOnlyOnce(" orders orders.shop ");
    }
    assertThat(output.toString(UTF_8)).doesNotContain("not shadowed");
    block.close();
    assertThat(text()).isEqualTo(TEXT);
    block = OwnBlock.open(HostsFile.at(hosts), new BlockHeader(1, "test"), mended -> {});
  }

  @Test
  void whatAnotherProgramWritesRightAfterTheNamesIsNoticed() {
    var contested = new Block() {
      @Override
      public HostsFile file() {
        return block.file();
      }

      @Override
      public boolean write(HostsText read, List<String> names) {
        boolean done = block.write(read, names);
        append("# by another program\n");
        return done;
      }

      @Override
      public void close() {}
    };
    var writer = new NameWriter(contested, this::plan, endpoints -> List.of(), terminal());
    writer.write();

    assertThat(writer.isOutdated()).isTrue();
    writer.write();
    assertThat(text()).contains("# by another program");
  }

  private NameWriter writer(Runnable whileListening) {
    return new NameWriter(block, this::plan, endpoints -> {
      listened.add(List.copyOf(endpoints));
      whileListening.run();
      return List.of();
    }, terminal());
  }

  private NamePlan plan(HostsText text) {
    var orders = new ServiceInfo("shop", "orders", "ClusterIP", Optional.of("10.96.0.1"),
        List.of(new TcpPort(8080, 0, 8080)), List.of(), Optional.empty(), false);
    return new NamePlanner("shop", new TunnelPolicy(addresses, Map.of()), true).plan(List.of(orders),
        new TakenNames(Set.of(), "", text.otherNames()));
  }

  private LocalEndpoint orders() {
    return new LocalEndpoint("orders.shop", addresses.of("orders.shop"), 8080, "10.96.0.1");
  }

  private Terminal terminal() {
    var out = new PrintStream(output, true, UTF_8);
    return new Terminal(out, out);
  }

  private String text() {
    try {
      return Files.readString(hosts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void append(String line) {
    try {
      Files.writeString(hosts, line, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
