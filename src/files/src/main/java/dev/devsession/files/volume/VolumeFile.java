package dev.devsession.files.volume;

import java.util.Arrays;

/**
 * A file of a volume.
 *
 * @param mode permission bits, such as 0644
 */
public record VolumeFile(byte[] content, int mode) {
  @Override
  public boolean equals(Object other) {
    return other instanceof VolumeFile(var bytes, var bits) && mode == bits && Arrays.equals(content, bytes);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(content) + mode;
  }

  /** Without the content, which may be secret. */
  @Override
  public String toString() {
    return content.length + " bytes, mode " + Integer.toOctalString(mode);
  }
}
