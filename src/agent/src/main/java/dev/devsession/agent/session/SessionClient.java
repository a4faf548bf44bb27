package dev.devsession.agent.session;

import com.fasterxml.jackson.databind.JsonNode;
import dev.devsession.api.v1alpha1.ApiNames;
import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import dev.devsession.kubeconfig.AttemptedAction;
import dev.devsession.kubeconfig.ChartRole;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The DevSessions of a cluster. A refusal becomes an {@link AgentException} whose message says what to do.
 */
public final class SessionClient {
  private static final String API = "/apis/" + ApiNames.API_VERSION;

  private final ClusterContext cluster;

  public SessionClient(ClusterContext cluster) {
    this.cluster = cluster;
  }

  /** The table that {@code kubectl get devsessions} prints. */
  public SessionTable table(boolean allNamespaces) {
    return SessionTable.of(list(allNamespaces, cluster.api()::table));
  }

  /** All of them, as JSON. */
  public JsonNode list(boolean allNamespaces) {
    return list(allNamespaces, cluster.api()::get);
  }

  /** The row of one. */
  public SessionTable row(String name) {
    return SessionTable.of(existing(name, () -> cluster.api().table(path(name))));
  }

  /** One, as JSON. */
  public JsonNode get(String name) {
    return existing(name, () -> cluster.api().get(path(name)));
  }

  /** One, if it exists. */
  public Optional<Session> find(String name) {
    return cluster.attempt(may("get"), installed(() -> {
      try {
        return Optional.of(Session.of(cluster.api().get(path(name))));
      } catch (KubernetesClientException e) {
        if (isNotFound(e)) {
          return Optional.empty();
        }
        throw e;
      }
    }));
  }

  /** Creates it, or makes it what this says; fields that others have set otherwise are taken over. */
  public Session apply(JsonNode session) {
    var path = path(session.path("metadata").path("name").asText());
    try {
      return Session.of(cluster.attempt(may("create"), installed(() -> cluster.api().apply(path, session, true))));
    } catch (AgentException e) {
      throw OperatorInstallation.ofOlderKinds(e);
    }
  }

  /** Deletes this very session; false if it is gone already, or another has its name. */
  public boolean delete(Session session) {
    return cluster.attempt(may("delete"), () -> {
      try {
        cluster.api().delete(path(session.name()), session.uid());
        return true;
      } catch (KubernetesClientException e) {
        if (e.getCode() == 404 || e.getCode() == 409) {
          return false;
        }
        throw e;
      }
    });
  }

  /** The Services of the namespace, as a JSON list. */
  public JsonNode services() {
    return cluster.attempt(
        new AttemptedAction("list services", "get, list and watch on services", ChartRole.DEVELOPER),
        () -> cluster.api().get("/api/v1/namespaces/" + cluster.namespace() + "/services"));
  }

  /** Whether the namespace is being deleted; false as well if this user may not see that. */
  public boolean isNamespaceEnding() {
    try {
      return "Terminating".equals(
          cluster.api().get("/api/v1/namespaces/" + cluster.namespace()).path("status").path("phase").asText());
    } catch (KubernetesClientException e) {
      return isNotFound(e);
    }
  }

  private interface Read {
    JsonNode from(String path);
  }

  private JsonNode list(boolean allNamespaces, Read read) {
    var where = allNamespaces ? Optional.<String>empty() : Optional.of(cluster.namespace());
    var path = API + where.map(n -> "/namespaces/" + n).orElse("") + "/devsessions";
    return cluster.attempt(may("list"), where, installed(() -> read.from(path)));
  }

  private JsonNode existing(String name, Supplier<JsonNode> read) {
    return cluster.attempt(may("get"), installed(() -> {
      try {
        return read.get();
      } catch (KubernetesClientException e) {
        if (isNotFound(e)) {
          throw new AgentException(ExitCode.BAD_INPUT, "no session \"" + name + "\" in namespace " + cluster.namespace()
              + ": see  devsession list -A", e);
        }
        throw e;
      }
    }));
  }

  private String path(String name) {
    return API + "/namespaces/" + cluster.namespace() + "/devsessions/" + name;
  }

  private static AttemptedAction may(String verb) {
    return new AttemptedAction(verb + " devsessions", verb + " on devsessions." + ApiNames.GROUP,
        ChartRole.DEVELOPER);
  }

  private static boolean isNotFound(KubernetesClientException e) {
    return e.getCode() == 404 && "NotFound".equals(e.getStatus().getReason());
  }

  /** Tells apart a kind that isn't served from an object that isn't there. */
  private <T> Supplier<T> installed(Supplier<T> request) {
    return () -> {
      try {
        return request.get();
      } catch (KubernetesClientException e) {
        if (e.getCode() == 404 && !isNotFound(e)) {
          throw OperatorInstallation.missing(cluster.context());
        }
        throw e;
      }
    };
  }
}
