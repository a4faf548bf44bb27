package dev.devsession.agent.logs;

import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import dev.devsession.console.FailureText;
import dev.devsession.logs.line.ControlCodes;
import dev.devsession.logs.line.LineSplitter;
import dev.devsession.logs.line.LogLine;
import dev.devsession.logs.line.LogSource;
import dev.devsession.logs.order.LineOrder;
import dev.devsession.logs.order.OrderedLines;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The output of a command on this machine as lines among others. Standard output and standard error are two named
 * pipes, so that the command stays a job of the terminal, and its input is untouched.
 */
public final class CommandOutput implements AutoCloseable {
  private static final List<String> STREAMS = List.of("stdout", "stderr");
  private static final Duration UNTIL_READ = Duration.ofSeconds(1);

  private final OrderedLines lines;
  private final boolean colors;
  private final Path folder;
  private final List<Thread> readers = new ArrayList<>();

  /**
   * Prepares the pipes.
   *
   * @param service that the command serves, or the command's own name
   * @param remark stands behind each line
   */
  public CommandOutput(OrderedLines lines, String service, String remark, boolean colors) {
    this.lines = lines;
    this.colors = colors;
    try {
      folder = Files.createTempDirectory("devsession-command");
      for (var stream : STREAMS) {
        var pipe = folder.resolve(stream);
        if (new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start().waitFor() != 0) {
          throw new IOException("mkfifo " + pipe + " failed");
        }
        var source = new LogSource(service, "", stream, stream.equals("stdout"), remark);
        readers.add(Thread.ofPlatform().daemon().name("devsession-" + stream).start(() -> read(pipe, source)));
      }
    } catch (IOException e) {
      throw new AgentException(ExitCode.FAILURE, "cannot take the command's output: " + FailureText.of(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AgentException(ExitCode.FAILURE, "interrupted before the command started", e);
    }
  }

  /** The pipes for standard output and standard error. Each must be opened, or its reader waits for ever. */
  List<Path> pipes() {
    return STREAMS.stream().map(folder::resolve).toList();
  }

  /** Waits a moment for what the command wrote last. */
  @Override
  public void close() {
    try {
      for (var reader : readers) {
        reader.join(UNTIL_READ);
      }
      for (var stream : STREAMS) {
        Files.deleteIfExists(folder.resolve(stream));
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      // It is in the system's folder for what may be left.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read(Path pipe, LogSource source) {
    var lane = lines.open();
    try (var stream = new FileInputStream(pipe.toFile())) {
      var splitter = new LineSplitter(stream);
      for (var piece = splitter.next(); piece != null; piece = splitter.next()) {
        add(lane, source, piece);
      }
      var rest = splitter.rest();
      if (rest != null) {
        add(lane, source, rest);
      }
    } catch (IOException e) {
      // The command has ended.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lines.end(lane);
    }
  }

  private void add(LineOrder.Lane lane, LogSource source, LineSplitter.Piece piece)
      throws InterruptedException {
    lines.add(lane, new LogLine(source, OrderedLines.now(),
        ControlCodes.clean(new String(piece.bytes(), StandardCharsets.UTF_8), colors),
        piece.ends() ? LogLine.Kind.LINE : LogLine.Kind.PIECE));
  }
}
