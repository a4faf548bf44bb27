package dev.devsession.hollow;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Gives each pod an address, and answers for those that are swap proxies which routes they use: as an HTTP proxy, as
 * the addresses exist nowhere. (Loopback addresses, which would, are refused in EndpointSlices.)
 */
final class PodNetwork implements AutoCloseable {
  private static final String ROUTES_FILE = "routes.properties";
  private static final AtomicInteger NETWORKS = new AtomicInteger();
  /** No two clusters of a process have an address in common: a request may come to the network of another one. */
  private final int network = NETWORKS.incrementAndGet();
  private final AtomicInteger count = new AtomicInteger();
  private final Map<String, Pod> pods = new ConcurrentHashMap<>();
  private final KubernetesClient client;
  private final HttpServer server;

  PodNetwork(KubernetesClient client) {
    this.client = client;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/config", this::answer);
    server.start();
  }

  /** Port of the HTTP proxy, on 127.0.0.1. */
  int port() {
    return server.getAddress().getPort();
  }

  String add(Pod pod) {
    var n = count.incrementAndGet();
    var address = "10." + network + "." + (n >> 8 & 255) + "." + (n & 255);
    pods.put(address, pod);
    return address;
  }

  void remove(Pod pod) {
    Optional.ofNullable(pod.getStatus().getPodIP()).ifPresent(pods::remove);
  }

  private void answer(HttpExchange exchange) throws IOException {
    var hash = Optional.ofNullable(exchange.getRequestURI().getHost()).map(pods::get).flatMap(this::routes)
        .map(PodNetwork::sha256);
    try (exchange) {
      if (hash.isPresent()) {
        exchange.sendResponseHeaders(200, hash.get().length());
        exchange.getResponseBody().write(hash.get().getBytes(StandardCharsets.US_ASCII));
      } else {
        exchange.sendResponseHeaders(503, -1);
      }
    }
  }

  /** The routes that the pod's ConfigMap holds at the moment: no kubelet is as fast. */
  private Optional<String> routes(Pod pod) {
    var config = pod.getSpec().getVolumes().stream().map(v -> v.getConfigMap()).filter(Objects::nonNull).findFirst();
    try {
      return config
          .map(c -> client.configMaps().inNamespace(pod.getMetadata().getNamespace()).withName(c.getName()).get())
          .map(c -> c.getData().get(ROUTES_FILE));
    } catch (KubernetesClientException e) {
      return Optional.empty();
    }
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
