package dev.devsession.logs.follow;

import dev.devsession.kubeconfig.Kubeconfig;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/**
 * Two connections to the API server for logs only. What isn't read yet of a connection's streams holds up the others,
 * so what is read while streams wait comes over another connection.
 */
final class LogConnections implements AutoCloseable {
  private static final int FOLLOWED = 64 * 1024;
  private static final int WHOLE = 32 * 1024;
  private static final int UNLIMITED = 1 << 30;

  private final KubernetesClient streamClient;
  private final KubernetesClient pastClient;
  private final LogServer streams;
  private final LogServer past;

  LogConnections(KubernetesClient client, boolean follow) {
    boundMemory(follow);
    streamClient = Kubeconfig.connect(client.getConfiguration(), List.of());
    pastClient = Kubeconfig.connect(client.getConfiguration(), List.of());
    streams = new LogServer(streamClient);
    past = new LogServer(pastClient);
  }

  /** For the logs themselves. */
  LogServer streams() {
    return streams;
  }

  /** For what is read while their streams wait. */
  LogServer past() {
    return past;
  }

  @Override
  public void close() {
    streamClient.close();
    pastClient.close();
  }

  /**
   * Limits what the HTTP client takes from connections that come later, before it is read. It keeps 16 KiB of memory
   * for each frame, and a followed log has a line to a frame, so all streams together may have 64 KiB under way. That
   * is enough, as they are all read into one output. Streams that aren't followed have full frames, and each has to get
   * on without the others.
   */
  private static void boundMemory(boolean follow) {
    System.setProperty("jdk.httpclient.windowsize", "" + (follow ? FOLLOWED : WHOLE));
    System.setProperty("jdk.httpclient.connectionWindowSize", "" + (follow ? FOLLOWED : UNLIMITED));
  }
}
