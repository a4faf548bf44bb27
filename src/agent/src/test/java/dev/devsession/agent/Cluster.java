package dev.devsession.agent;

import dev.devsession.tunnel.Forwarder;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** In the gateway's place: says to each connection where it was to go, and echoes. */
final class Cluster implements Forwarder {

  @Override
  public void carry(SocketChannel client, String host, int port) {
    client.pipeline().addLast(new ChannelInboundHandlerAdapter() {
      @Override
      public void channelRead(ChannelHandlerContext context, Object bytes) {
        context.writeAndFlush(bytes);
      }
    });
    client.writeAndFlush(Unpooled.copiedBuffer(host + ":" + port + "\n", StandardCharsets.US_ASCII));
    client.config().setAutoRead(true);
  }

  /** What {@link #carry} says on a connection to this address. */
  static String reachedFrom(String address, int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(10_000);
      socket.connect(new InetSocketAddress(address, port), 10_000);
      // A client that only reads could wait forever: Linux can silently drop a connection whose listener is just
      // closing.
      socket.getOutputStream().write('\n');
      return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
    }
  }
}
