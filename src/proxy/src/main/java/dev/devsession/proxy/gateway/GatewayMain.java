package dev.devsession.proxy.gateway;

import dev.devsession.proxy.relay.SystemResolver;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a gateway until SIGTERM. Environment variables set it up:
 *
 * <table>
 * <caption>Settings</caption>
 * <tr><td>{@code DEVSESSION_SESSION}</td><td>UID of the DevSession; required. Agents of another one are
 * refused</td></tr>
 * <tr><td>{@code DEVSESSION_TUNNEL_PORT}</td><td>9800: where agents come in, on 127.0.0.1 only</td></tr>
 * <tr><td>{@code DEVSESSION_PORT}</td><td>9700: where swap proxies come in. A connection begins with the port on the
 *   machine, or asks for an answer first, or for notices: docs/wire.md, "In the cluster"</td></tr>
 * <tr><td>{@code DEVSESSION_HEALTH_PORT}</td><td>9901: {@code GET /readyz} (200 while an agent is heard from, else 503
 *   and the reason), {@code /readyz?wait} (the same, but a second 503 in a row waits up to 0.8 s for an agent),
 *   {@code /livez} (200), {@code /metrics} (Prometheus' text format)</td></tr>
 * <tr><td>{@code DEVSESSION_NODE_IPS}</td><td>addresses of the node, separated by commas; agents can't reach
 * them</td></tr>
 * <tr><td>{@code DEVSESSION_ALLOW}</td><td>address blocks such as 10.0.0.0/8, separated by commas, that agents can
 *   reach although they are loopback, link-local, multicast, metadata or node addresses</td></tr>
 * <tr><td>{@code DEVSESSION_PATHS}</td><td>by which addresses the connected agent may also come by TLS: PodAddress,
 * NodePort, separated by commas. Empty: none</td></tr>
 * <tr><td>{@code DEVSESSION_TLS_PORT}</td><td>9801: where it does, on all addresses; listens only while an agent is
 * connected that asks for it</td></tr>
 * <tr><td>{@code DEVSESSION_POD_IPS}</td><td>addresses of the pod, separated by commas</td></tr>
 * <tr><td>{@code DEVSESSION_CONNECT_TIMEOUT_MS}</td><td>3000, for each address that an agent connects to</td></tr>
 * </table>
 *
 * Exit codes: 0 after SIGTERM; 1 if a port can't be bound; 2 if a setting is wrong.
 */
public final class GatewayMain {

  private static final Logger LOG = LoggerFactory.getLogger(GatewayMain.class);

  private GatewayMain() {}

  /** @param variables as the environment has them */
  public static void run(Map<String, String> variables) {
    GatewayServer gateway = null;
    try {
      gateway = new GatewayServer(GatewaySettings.from(variables), SystemResolver::resolve);
    } catch (IllegalArgumentException e) {
      LOG.error(e.getMessage());
      System.exit(2);
    }
    try {
      gateway.start().join();
    } catch (CompletionException e) {
      LOG.error(e.getCause().getMessage());
      System.exit(1);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(new Ending(gateway), "ending"));
    LOG.info("the gateway is waiting for an agent");
  }

  /** Drains the gateway, then ends the process with code 0, where the JVM by itself would end it with 143. */
  private record Ending(GatewayServer gateway) implements Runnable {
    @Override
    public void run() {
      gateway.drain().join();
      gateway.close("the gateway is shutting down");
      Runtime.getRuntime().halt(0);
    }
  }
}
