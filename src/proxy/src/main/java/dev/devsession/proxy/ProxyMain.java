package dev.devsession.proxy;

import dev.devsession.proxy.gateway.GatewayMain;
import dev.devsession.proxy.relay.SystemResolver;
import java.util.HashMap;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a proxy until SIGTERM; with the argument {@code gateway} a gateway, as {@link GatewayMain} says. Environment
 * variables set a proxy up:
 *
 * <table>
 * <caption>Settings</caption>
 * <tr><td>{@code DEVSESSION_ROUTES}</td><td>the routes file, by default {@code /etc/devsession/routes.properties}, as
 *   {@link dev.devsession.proxy.routes.Routes#parse} describes. Changes are in force within 200 ms: for new connections
 *   of a port with one target, while those that are open with the old target are drained as after SIGTERM; for the next
 *   request of every connection where sessions share the port. An invalid file leaves the last valid routes in
 *   force.</td></tr>
 * <tr><td>{@code DEVSESSION_HEALTH_PORT}</td><td>9901: {@code GET /readyz} (200 if all routes listen, else 503 and the
 *   reason), {@code /livez} (200), {@code /config} (SHA-256 of the routes file in force, in hex),
 *   {@code /metrics} (Prometheus' text format)</td></tr>
 * <tr><td>{@code DEVSESSION_CONNECT_TIMEOUT_MS}</td><td>3000, for each address of a target</td></tr>
 * <tr><td>{@code DEVSESSION_WITHDRAW_SECONDS}</td><td>5: after SIGTERM the proxy accepts for this long, and longer
 *   while clients connect, up to half of the drain time. Meanwhile HTTP/1.1 clients are asked to close by
 *   {@code Connection: close}, HTTP/2 clients by GOAWAY; connections that are idle afterwards are closed</td></tr>
 * <tr><td>{@code DEVSESSION_DRAIN_SECONDS}</td><td>20: connections that are still open that long after the withdrawal
 *   are reset</td></tr>
 * </table>
 *
 * Exit codes: 0 after SIGTERM; 1 if the health port can't be bound; 2 if a setting or the argument is wrong.
 */
public final class ProxyMain {

  private static final Logger LOG = LoggerFactory.getLogger(ProxyMain.class);

  private ProxyMain() {}

  public static void main(String[] args) {
    switch (String.join(" ", args)) {
      case "" -> run();
      case "gateway" -> GatewayMain.run(System.getenv());
      case "training" -> train();
      default -> {
        LOG.error("expected no argument, or gateway, got {}", String.join(" ", args));
        System.exit(2);
      }
    }
  }

  /**
   * Runs both, since the image's AOT cache learns from one process; the gateway's health port has a variable of its
   * own.
   */
  private static void train() {
    run();
    var variables = new HashMap<>(System.getenv());
    variables.put("DEVSESSION_HEALTH_PORT", variables.get("DEVSESSION_TRAINING_PORT"));
    GatewayMain.run(variables);
  }

  private static void run() {
    ProxyServer proxy = null;
    try {
      proxy = new ProxyServer(ProxySettings.from(System.getenv()), SystemResolver::resolve);
    } catch (IllegalArgumentException e) {
      LOG.error(e.getMessage());
      System.exit(2);
    }
    try {
      proxy.start().join();
    } catch (CompletionException e) {
      LOG.error(e.getCause().getMessage());
      System.exit(1);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(new Ending(proxy), "ending"));
  }

  /** Drains the proxy, then ends the process with code 0, where the JVM by itself would end it with 143. */
  private record Ending(ProxyServer proxy) implements Runnable {
    @Override
    public void run() {
      proxy.drain().join();
      Runtime.getRuntime().halt(0);
    }
  }
}
