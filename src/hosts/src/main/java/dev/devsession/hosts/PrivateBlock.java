package dev.devsession.hosts;

import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import dev.devsession.console.FailureText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The block in a file of the user's own, for when the hosts file may not be written; deleted in the end.
 *
 * @param hostsFile
 *          the one that it is meant for
 */
public record PrivateBlock(OwnBlock block, Path hostsFile) implements Block {

  /**
   * A new file in the user's state directory.
   *
   * @param hostsFile
   *          the one that it is meant for, which needn't be there
   * @throws AgentException
   *           if that can't be written either
   */
  public static PrivateBlock create(BlockHeader header, Path hostsFile) {
    Path file = StateDirectory.ofUser().resolve("names-" + header.pid());
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, new byte[0]);
    } catch (IOException e) {
      throw new AgentException(ExitCode.NO_PERMISSION, "could not write " + file + ": " + FailureText.reason(e), e);
    }
    return new PrivateBlock(OwnBlock.open(HostsFile.at(file), header, mended -> {}), hostsFile);
  }

  @Override
  public HostsFile file() {
    return block.file();
  }

  @Override
  public HostsText read() {
    return Files.isReadable(hostsFile) ? HostsFile.at(hostsFile).read() : block.read();
  }

  @Override
  public boolean write(HostsText read, List<String> names) {
    return read.equals(read()) && block.write(block.read(), names);
  }

  @Override
  public void close() {
    block.close();
    try {
      Files.deleteIfExists(block.path());
    } catch (IOException e) {
      throw new AgentException(ExitCode.FAILURE, "could not delete " + block.path() + ": " + FailureText.reason(e), e);
    }
  }
}
