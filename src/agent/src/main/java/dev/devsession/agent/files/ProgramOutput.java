package dev.devsession.agent.files;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The output of a program, which ends when it does. The client library makes the end of a failed one a failed read. */
final class ProgramOutput extends FilterInputStream {
  ProgramOutput(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    try {
      return in.read();
    } catch (IOException e) {
      return endOr(e);
    }
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    try {
      return in.read(buffer, offset, length);
    } catch (IOException e) {
      return endOr(e);
    }
  }

  /** How the program ended, its exit code tells. */
  private static int endOr(IOException failure) throws IOException {
    if (failure.getCause() instanceof KubernetesClientException) {
      return -1;
    }
    throw failure;
  }
}
