package dev.devsession.e2e;

import dev.devsession.agent.tunnel.Tunnel;
import dev.devsession.agent.tunnel.TunnelEvents;
import dev.devsession.agent.tunnel.TunnelWay;
import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.GatewayPorts;
import dev.devsession.kubeconfig.Endpoints;
import dev.devsession.kubeconfig.Kubeconfig;
import dev.devsession.tunnel.Identity;
import dev.devsession.tunnel.carrier.Carrier;
import dev.devsession.tunnel.carrier.portforward.ApiEndpoint;
import dev.devsession.tunnel.carrier.portforward.PortForwardCarrier;
import dev.devsession.tunnel.socket.SocketOptions;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The agent's tunnel in this process, to the gateway of a session; an admin's watch follows the gateway's pod. */
public final class TunnelRun implements AutoCloseable, TunnelEvents, Watcher<DevSession> {

  private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final EventLoop loop = group.next();
  private final ApiEndpoint endpoint;
  private final String namespace;
  private final Tunnel tunnel;
  private final Watch watch;
  private volatile String pod;
  private volatile String way = "";

  /**
   * The events, in order: {@code connected}, {@code lost: …}, {@code refused: …}, {@code no listener on …},
   * {@code … is up}.
   */
  public final List<String> events = new CopyOnWriteArrayList<>();

  /**
   * Starts it.
   *
   * @param kubeconfig as whom it connects
   * @param hostPort the one port of this machine that the cluster may connect to
   */
  public TunnelRun(KubernetesClient admin, Path kubeconfig, DevSession session, int hostPort) {
    this.namespace = session.getMetadata().getNamespace();
    this.endpoint = Endpoints.of(Kubeconfig.load(Optional.of(kubeconfig), Optional.empty()));
    var identity = new Identity(session.getMetadata().getUid(), UUID.randomUUID().toString(), "test@e2e", "0.3.0",
        false);
    this.tunnel = new Tunnel(loop, this::carrier, identity, this);
    tunnel.hostPorts(Set.of(hostPort));
    var resource = admin.resources(DevSession.class).inNamespace(namespace).withName(session.getMetadata().getName());
    this.pod = resource.waitUntilCondition(s -> podOf(s) != null, DeployedShop.PATIENCE, TimeUnit.SECONDS).getStatus()
        .gateway()
        .podName();
    this.watch = resource.watch(this);
    tunnel.start();
  }

  /** Opens a port of this machine that leads to an address in the cluster. */
  public int listen(String host, int port) {
    ServerBootstrap bootstrap = new ServerBootstrap().group(loop).channel(NioServerSocketChannel.class)
        .childHandler(new ChannelInitializer<SocketChannel>() {
          @Override
          protected void initChannel(SocketChannel channel) {
            tunnel.carry(channel, host, port);
          }
        });
    SocketOptions.forEach(bootstrap::childOption);
    var listener = bootstrap.bind("127.0.0.1", 0).syncUninterruptibly().channel();
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  /** Opens one more connection to the gateway, which says nothing on it. */
  public Channel open() {
    return carrier().open(loop).syncUninterruptibly().getNow();
  }

  /** The pod that it leads to. */
  public String pod() {
    return pod;
  }

  /** Which way new connections take; empty until it is known. */
  public String way() {
    return way;
  }

  /** The last event. */
  public String last() {
    return events.isEmpty() ? "" : events.getLast();
  }

  /** A new one to the pod, as the tunnel's are. */
  private Carrier carrier() {
    return new PortForwardCarrier(endpoint, namespace, pod, GatewayPorts.TUNNEL);
  }

  private static String podOf(DevSession session) {
    return session == null || session.getStatus() == null || session.getStatus().gateway() == null
        ? null
        : session.getStatus().gateway().podName();
  }

  @Override
  public void eventReceived(Action action, DevSession session) {
    var now = podOf(session);
    if (now != null && !now.equals(pod)) {
      pod = now;
      tunnel.podChanged();
    }
  }

  @Override
  public void onClose(WatcherException cause) {
    // It is opened again by the client, or the test is over.
  }

  @Override
  public void connected(Duration roundTrip) {
    record("connected");
  }

  @Override
  public void lost(String why) {
    record("lost: " + why);
  }

  @Override
  public void refused(String message, boolean occupied) {
    record("refused: " + message);
  }

  @Override
  public void way(TunnelWay way) {
    System.err.println("tunnel: " + way);
    this.way = way.toString();
  }

  @Override
  public void localRefused(int hostPort) {
    record("no listener on " + hostPort);
  }

  @Override
  public void localAnswered(int hostPort) {
    record(hostPort + " is up");
  }

  private void record(String event) {
    System.err.println("tunnel: " + event);
    events.add(event);
  }

  @Override
  public void close() {
    watch.close();
    tunnel.close();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
