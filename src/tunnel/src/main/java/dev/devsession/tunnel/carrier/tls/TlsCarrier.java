package dev.devsession.tunnel.carrier.tls;

import dev.devsession.tunnel.carrier.Carrier;
import dev.devsession.tunnel.carrier.CarrierException;
import dev.devsession.tunnel.keys.CertificateFingerprint;
import dev.devsession.tunnel.keys.EphemeralCertificate;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.time.Duration;

/** Connects to an address of a gateway by TLS. Equal ones lead to the same gateway by the same address. */
public final class TlsCarrier implements Carrier {

  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(128 * 1024, 512 * 1024);

  private final InetSocketAddress address;
  private final CertificateFingerprint gateway;
  private final PinnedTls tls;

  /** @param address resolved @param gateway the one certificate that it may show */
  public TlsCarrier(InetSocketAddress address, EphemeralCertificate own, CertificateFingerprint gateway) {
    this.address = address;
    this.gateway = gateway;
    this.tls = PinnedTls.client(own, gateway);
  }

  @Override
  public Future<Channel> open(EventLoop loop) {
    Promise<Channel> opened = loop.newPromise();
    new Bootstrap().group(loop).channel(NioSocketChannel.class).option(ChannelOption.AUTO_READ, false)
        .option(ChannelOption.SO_KEEPALIVE, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT.toMillis())
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK).handler(new ChannelInboundHandlerAdapter())
        .connect(address).addListener((ChannelFuture connected) -> {
          if (connected.isSuccess()) {
            tls.begin(connected.channel()).addListener((Future<Channel> shaken) -> finish(shaken, opened));
          } else {
            opened.tryFailure(failure(connected.cause()));
          }
        });
    return opened;
  }

  private void finish(Future<Channel> shaken, Promise<Channel> opened) {
    if (!shaken.isSuccess()) {
      opened.tryFailure(failure(shaken.cause()));
    } else if (!opened.trySuccess(shaken.getNow())) {
      shaken.getNow().close();
    }
  }

  private CarrierException failure(Throwable cause) {
    var root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return new CarrierException(CarrierException.Cause.RETRY, this + ": " + root.getMessage(), cause);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TlsCarrier carrier && carrier.address.equals(address) && carrier.gateway.equals(gateway);
  }

  @Override
  public int hashCode() {
    return address.hashCode();
  }

  /** The address, as in messages. */
  @Override
  public String toString() {
    var host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
