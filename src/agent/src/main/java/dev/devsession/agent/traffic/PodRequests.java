package dev.devsession.agent.traffic;

import dev.devsession.agent.session.ClusterContext;
import dev.devsession.kubeconfig.Endpoints;
import dev.devsession.tunnel.carrier.portforward.ApiEndpoint;
import dev.devsession.tunnel.carrier.portforward.PortForwardCarrier;
import io.netty.channel.Channel;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Sends HTTP/1.1 requests to pods by the API server's port-forward, each on a connection of its own. It needs no more
 * rights than the tunnel.
 */
final class PodRequests implements AutoCloseable {
  private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final ApiEndpoint endpoint;
  private final String namespace;

  PodRequests(ClusterContext cluster) {
    endpoint = Endpoints.of(cluster.client().getConfiguration());
    namespace = cluster.namespace();
  }

  /**
   * Asks a pod.
   *
   * @param port on which the pod listens
   * @param headers by name, {@code host} among them
   * @return fails with the carrier's exception, or with an {@link java.io.IOException} if no answer comes
   */
  CompletableFuture<PodAnswer> get(String pod, int port, String target, Map<String, List<String>> headers) {
    var request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, target);
    headers.forEach((name, values) -> request.headers().add(name, values));
    request.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    var answer = new CompletableFuture<PodAnswer>();
    new PortForwardCarrier(endpoint, namespace, pod, port).open(group.next()).addListener((Future<Channel> opened) -> {
      if (!opened.isSuccess()) {
        request.release();
        answer.completeExceptionally(opened.cause());
        return;
      }
      var channel = opened.getNow();
      answer.whenComplete((done, failure) -> channel.close());
      channel.pipeline().addLast(new HttpClientCodec(), new PodAnswerReader(answer));
      channel.config().setAutoRead(true);
      channel.writeAndFlush(request);
    });
    return answer;
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
