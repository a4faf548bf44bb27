package dev.devsession.kubeconfig;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Asks for compressed answers, which the client doesn't do by default. The API server compresses answers longer than
 * 128 KiB: 5,000 Services are then 0.5 MB instead of 10. Receiving 10 MB would take seconds from a far cluster, and
 * decrypting them half a second.
 */
final class AcceptGzip implements Interceptor {

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    builder.setHeader("Accept-Encoding", "gzip");
  }

  @Override
  public AsyncBody.Consumer<List<ByteBuffer>> consumer(AsyncBody.Consumer<List<ByteBuffer>> consumer,
      HttpRequest request) {
    return new Gunzip(consumer);
  }
}
