package dev.devsession.agent.files;

import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import dev.devsession.console.FailureText;
import dev.devsession.console.Terminal;
import dev.devsession.files.archive.TarUnpacker;
import dev.devsession.files.archive.UnpackException;
import dev.devsession.files.archive.UnpackLimits;
import dev.devsession.files.archive.Unpacked;
import dev.devsession.files.folder.PulledFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** Copies a file or folder of a container to this machine, with the container's tar. */
final class FilePull {
  private static final String TOPIC = "files";
  private static final long KIB = 1024;
  private static final int LONGEST_LINE = 200;

  private final ContainerProgram programs;
  private final UnpackLimits limits;
  private final Terminal terminal;

  FilePull(ContainerProgram programs, UnpackLimits limits, Terminal terminal) {
    this.programs = programs;
    this.limits = limits;
    this.terminal = terminal;
  }

  /**
   * Copies it.
   *
   * @param path absolute
   * @param into the folder that gets it, under its last name
   * @return whether all is there
   */
  boolean pull(String path, Path into) throws InterruptedException {
    var name = Path.of(path).getFileName();
    var target = into.resolve(name == null ? "root" : name.toString());
    try (var pulled = PulledFolder.beside(target)) {
      sayHowLarge(path);
      var run = programs.run(output -> unpack(output, pulled), "tar", "cf", "-", "-C", path, ".");
      if (run.code() != 0 && !run.isMissing() && run.output().files() == 0) {
        pulled.expectFile();
        run = programs.run(output -> unpack(output, pulled), "tar", "cf", "-", "-C", parent(path), "./" + name);
      }
      return report(run, path, target, pulled);
    } catch (UnpackException e) {
      throw new AgentException(ExitCode.FAILURE, path + " was not copied: " + e.getMessage()
          + ". Choose a part of it, or allow more with --max-size and --max-files", e);
    } catch (IOException e) {
      throw new AgentException(ExitCode.FAILURE, path + " was not copied: " + FailureText.of(e), e);
    }
  }

  private boolean report(ContainerProgram.Run<Unpacked> run, String path, Path target, PulledFolder pulled)
      throws IOException {
    if (run.isMissing()) {
      throw new AgentException(ExitCode.FAILURE, "container " + programs.container() + " of pod " + programs.pod()
          + " has no tar, without which nothing can be copied out of it. Add one to the image, or have the file in a "
          + "ConfigMap or Secret");
    }
    if (run.code() != 0 && run.output().files() == 0) {
      throw new AgentException(ExitCode.BAD_INPUT, "tar in pod " + programs.pod() + " could not read " + path + ": "
          + run.remarks());
    }
    pulled.keep();
    run.output().refused().forEach(line -> terminal.warning("left out", line));
    if (run.code() != 0) {
      terminal.warning(TOPIC, "tar ended with code " + run.code() + ": " + run.remarks());
    }
    terminal.done(TOPIC, run.output().files() + (run.output().files() == 1 ? " file, " : " files, ")
        + ByteSize.of(run.output().bytes()) + ", in " + target);
    return run.code() == 0;
  }

  private Unpacked unpack(InputStream tar, PulledFolder pulled) throws IOException {
    var folder = pulled.clear();
    return new TarUnpacker(folder, limits).unpack(tar);
  }

  /** Before a byte is copied; disk blocks count whole, so that it is an upper bound. */
  private void sayHowLarge(String path) throws IOException, InterruptedException {
    var run = programs.run(output -> new String(output.readNBytes(LONGEST_LINE), StandardCharsets.UTF_8), "du", "-sk",
        path);
    var size = run.isMissing() ? OptionalLong.empty() : kibibytes(run.output());
    terminal.note("size", size.isPresent()
        ? ByteSize.of(size.getAsLong() * KIB) + " at most in " + path + " of pod " + programs.pod()
        : "not known, as " + (run.isMissing() ? "the container has no du" : "du failed: " + run.remarks())
            + "; no more than " + ByteSize.of(limits.bytes()) + " is copied");
    if (size.isPresent() && size.getAsLong() * KIB > limits.bytes()) {
      throw new UnpackException("it may take " + ByteSize.of(size.getAsLong() * KIB) + ", more than the "
          + ByteSize.of(limits.bytes()) + " that are allowed");
    }
  }

  private static OptionalLong kibibytes(String output) {
    return Optional.of(output.split("\\s", 2)[0]).filter(n -> n.matches("\\d{1,15}")).map(Long::parseLong)
        .map(OptionalLong::of).orElseGet(OptionalLong::empty);
  }

  private static String parent(String path) {
    return Optional.ofNullable(Path.of(path).getParent()).map(Path::toString).orElse("/");
  }
}
