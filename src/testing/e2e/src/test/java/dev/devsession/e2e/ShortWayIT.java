package dev.devsession.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.GatewayPorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests take the gateway's pod address while that can be reached, and go on by port-forward while it can't. */
@ExtendWith(RealCluster.class)
class ShortWayIT {
  private static final Duration PATIENCE = Duration.ofSeconds(DeployedShop.PATIENCE);
  private static final int WORKERS = 4;
  private static final String BY_TLS = "by TLS to the gateway at ";

  private final Installation installation;
  private final DeployedShop shop;
  private final LocalProcess local = new LocalProcess();
  private DevSession session;
  /** The pod to which this machine was given a route, as it has none to the node's pods. */
  private PodRoute route;

  /** The write lock is free only between requests: what is cut then is no request that has begun. */
  private final ReadWriteLock between = new ReentrantReadWriteLock();
  private final AtomicInteger succeeded = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final CountDownLatch stop = new CountDownLatch(1);

  ShortWayIT(Installation installation, DeployedShop shop) {
    this.installation = installation;
    this.shop = shop;
  }

  @BeforeEach
  void createSession() {
    shop.session("names", "services: [], transport: {type: Direct, hostAddress: 192.0.2.1}, names: {via: NodePort}");
    session = shop.session("ada", "services: [{name: stock, ports: [{hostPort: " + local.port() + "}]}]");
  }

  @AfterEach
  void end() {
    stop.countDown();
    local.close();
    if (route != null) {
      route.close();
    }
  }

  @Test
  void noNewRequestFailsWhenTheShortWayIsCutAndItIsFoundAgain() throws Exception {
    assumeThat(installation.cluster.kind()).isEqualTo(Cluster.Kind.NODE);
    try (var tunnel = new TunnelRun(installation.client, admin(), session, local.port())) {
      var pod = shop.podAddress(tunnel.pod());
      route = PodRoute.open(installation, pod);
      awaitShortWay(tunnel);
      assertThat(tunnel.way()).isEqualTo(BY_TLS + pod + ":" + GatewayPorts.TLS);
      var target = URI.create("http://" + installation.nodeAddress() + ":" + installation.servicePort(8082) + "/");
      await().atMost(PATIENCE).until(() -> isAnswered(target));
      for (int i = 0; i < WORKERS; i++) {
        Thread.ofPlatform().daemon().start(() -> ask(target));
      }
      awaitAnswers("by the short way");
      assertThat(established(pod)).isEqualTo(2);

      cut(() -> drop(pod, "-I"));
      try {
        awaitAnswers("while it is cut");
        await().atMost(PATIENCE).until(() -> tunnel.way().startsWith("by port-forward: "));
        awaitAnswers("by port-forward");
      } finally {
        drop(pod, "-D");
      }
      awaitShortWay(tunnel);
      awaitAnswers("by the short way again");

      stop.countDown();
      System.err.println("short way: " + succeeded + " requests answered, " + failed + " failed");
      assertThat(failed).hasValue(0);
      assertThat(tunnel.events).containsExactly("connected");
    }
  }

  @Test
  void sessionThatAllowsNoneStaysOnPortForward() {
    var alone = shop.session("alone", "services: [], transport: {type: Tunnel, paths: []}");
    try (var tunnel = new TunnelRun(installation.client, admin(), alone, local.port())) {
      await().atMost(PATIENCE).until(() -> tunnel.way().startsWith("by port-forward: the gateway offers no"));
    }
  }

  private Path admin() {
    return Path.of(installation.cluster.environment().get("KUBECONFIG"));
  }

  private static void awaitShortWay(TunnelRun tunnel) {
    await().atMost(PATIENCE).until(() -> tunnel.way().startsWith(BY_TLS));
  }

  /** Waits for as many answers as show that nothing hangs. */
  private void awaitAnswers(String when) {
    int before = succeeded.get();
    long began = System.nanoTime();
    await().atMost(PATIENCE).until(() -> succeeded.get() - before >= 200);
    System.err.printf("short way: 200 answers %s in %d ms%n", when, (System.nanoTime() - began) / 1_000_000);
  }

  private void cut(Runnable how) {
    between.writeLock().lock();
    try {
      how.run();
    } finally {
      between.writeLock().unlock();
    }
  }

  private void ask(URI target) {
    while (stop.getCount() > 0) {
      between.readLock().lock();
      try {
        (isAnswered(target) ? succeeded : failed).incrementAndGet();
      } finally {
        between.readLock().unlock();
      }
    }
  }

  /** By a connection of its own. */
  private static boolean isAnswered(URI target) {
    try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5))
        .build()) {
      var request = HttpRequest.newBuilder(target).timeout(Duration.ofSeconds(10)).build();
      var answer = client.send(request, BodyHandlers.ofString());
      return answer.statusCode() == 200 && answer.body().contains("local process");
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Loses all packets to and from the gateway's port. @param how {@code -I} or {@code -D} */
  private static void drop(String pod, String how) {
    var port = "" + GatewayPorts.TLS;
    Project.run(Map.of(), "iptables", "-w", how, "OUTPUT", "-p", "tcp", "-d", pod, "--dport", port, "-j", "DROP");
    Project.run(Map.of(), "iptables", "-w", how, "INPUT", "-p", "tcp", "-s", pod, "--sport", port, "-j", "DROP");
  }

  private static long established(String pod) {
    return Project.run(Map.of(), "ss", "-Htn", "state", "established", "dst", pod, "dport", "=", ":" + GatewayPorts.TLS)
        .lines().count();
  }
}
