package dev.devsession.agent.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.devsession.agent.session.Session;
import dev.devsession.agent.up.KnownService;
import dev.devsession.hosts.names.LoopbackAddresses;
import dev.devsession.hosts.names.NamePlanner;
import dev.devsession.hosts.names.ReachabilityPolicy;
import dev.devsession.hosts.names.TakenNames;
import dev.devsession.hosts.names.TunnelPolicy;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that the agent reads of other people's objects, with each of their fields left out, null or empty. */
class ForeignObjectsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String METADATA = """
      metadata:
        name: orders
        namespace: shop
        generation: 2
        creationTimestamp: "2026-01-31T10:00:00Z"
        labels: {kubernetes.io/service-name: orders, devsession.dev/companion-of: stock}
        annotations: {a: b}
        ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: x, uid: y}]
      """;
  private static final String SERVICE = "kind: Service\napiVersion: v1\n" + METADATA + """
      spec:
        type: NodePort
        clusterIP: 10.96.0.7
        clusterIPs: [10.96.0.7]
        selector: {app: orders}
        ports:
        - {name: http, port: 80, targetPort: web, nodePort: 30080, protocol: TCP}
        - {name: dns, port: 53, targetPort: 53, protocol: UDP}
      status: {loadBalancer: {ingress: [{ip: 192.0.2.1}]}}
      """;
  private static final String SLICE = "kind: EndpointSlice\napiVersion: discovery.k8s.io/v1\n" + METADATA + """
      addressType: IPv4
      endpoints:
      - {addresses: [10.0.0.7], hostname: bus-0, nodeName: one, conditions: {ready: true}, targetRef: {kind: Pod}}
      ports:
      - {name: http, port: 8080, protocol: TCP}
      """;
  private static final String NODE = "kind: Node\napiVersion: v1\n" + METADATA + """
      spec: {podCIDR: 10.0.0.0/24}
      status:
        addresses: [{type: InternalIP, address: 192.0.2.7}, {type: Hostname, address: one}]
        conditions: [{type: Ready, status: "True"}]
      """;
  private static final String SESSION = "kind: DevSession\napiVersion: devsession.dev/v1alpha1\n" + METADATA + """
      spec:
        services: [{name: orders, ports: [{name: http, hostPort: 3000}]}]
        transport: {type: Tunnel}
        names: {via: Tunnel}
      status:
        observedGeneration: 2
        conditions: [{type: Ready, status: "True", reason: Ready, message: ok}]
        services: [{name: orders, state: Swapped, holder: ada, originalReplicas: 1, message: ok}]
        gateway: {podName: gateway-0, tunnelPort: 9800}
        expiresAt: "2026-01-31T10:00:00Z"
      """;

  static Stream<Arguments> objects() {
    return Stream.of(
        variants(SERVICE, "services by tunnel",
            json -> plan(json, new TunnelPolicy(new LoopbackAddresses(), Map.of()))),
        variants(SERVICE, "services by node port", json -> plan(json, new ReachabilityPolicy.NodePorts("192.0.2.7"))),
        variants(SERVICE, "services by cluster IP", json -> plan(json, new ReachabilityPolicy.ClusterIps())),
        variants(SERVICE, "services known to up",
            json -> KnownService.of(JSON.createObjectNode().set("items", JSON.createArrayNode().add(json)))),
        variants(SLICE, "slices", json -> PodNameWatch.reduce(as(json, EndpointSlice.class))),
        variants(NODE, "nodes", json -> NodeAddress.choose(List.of(as(json, Node.class), as(json, Node.class)), "x")),
        variants(SESSION, "sessions", Session::of)).flatMap(all -> all);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("objects")
  void isReadWithoutAnyOneOfItsFields(String reader, String change, JsonNode object, Consumer<JsonNode> reading) {
    assertThatCode(() -> reading.accept(object)).as("%s with %s", reader, change).doesNotThrowAnyException();
  }

  @Test
  void anObjectThatCanNotBeReadIsReportedOnceAndCountsForNothing() {
    List<String> told = new ArrayList<>();
    var store = new ReducedStore<Service, String>(service -> {
      if ("broken".equals(service.getSpec().getType())) {
        throw new IllegalStateException();
      }
      return service.getMetadata().getName();
    }, Service::new, told::add);
    Service good = service("good", "ClusterIP");
    Service broken = service("bad", "broken");
    store.put(store.getKey(good), good);
    store.put(store.getKey(broken), broken);
    store.put(store.getKey(broken), broken);
    assertThat(store.all()).containsExactly("good");
    assertThat(told).containsExactly("shop/bad");
    Service mended = service("bad", "ClusterIP");
    store.put(store.getKey(mended), mended);
    assertThat(store.all()).containsExactly("bad", "good");
    store.put(store.getKey(broken), broken);
    assertThat(store.all()).as("what it was before is no longer true").containsExactly("good");
    assertThat(told).containsExactly("shop/bad", "shop/bad");
  }

  private static void plan(JsonNode json, ReachabilityPolicy policy) {
    new NamePlanner("shop", policy, true).plan(List.of(ServiceReduction.of(as(json, Service.class))),
        new TakenNames(Set.of(), "", Map.of()));
  }

  private static Service service(String name, String type) {
    return as(yaml("metadata: {name: " + name + ", namespace: shop}\nspec: {type: " + type + "}\n"), Service.class);
  }

  private static Stream<Arguments> variants(String yaml, String reader, Consumer<JsonNode> reading) {
    List<Arguments> all = new ArrayList<>();
    JsonNode whole = yaml(yaml);
    paths(whole, "", all, reader, whole, reading);
    return all.stream();
  }

  /** Adds the object without the field at each path, with null there, and with nothing in it. */
  private static void paths(JsonNode at, String path, List<Arguments> all, String reader, JsonNode whole,
      Consumer<JsonNode> reading) {
    if (at instanceof ObjectNode object) {
      object.fieldNames().forEachRemaining(name -> {
        String field = path + "/" + name.replace("~", "~0").replace("/", "~1");
        // A name and a namespace is what every object has.
        if (!field.matches("/metadata(/name|/namespace)?|/kind|/apiVersion")) {
          all.add(Arguments.of(reader, "no " + field, changed(whole, path, o -> o.remove(name)), reading));
          all.add(Arguments.of(reader, "null as " + field, changed(whole, path, o -> o.putNull(name)), reading));
          if (object.get(name).isContainerNode()) {
            all.add(Arguments.of(reader, "empty " + field, changed(whole, path, o -> empty(o, name)), reading));
          }
        }
        paths(object.get(name), field, all, reader, whole, reading);
      });
    } else if (at instanceof ArrayNode list) {
      for (int i = 0; i < list.size(); i++) {
        paths(list.get(i), path + "/" + i, all, reader, whole, reading);
      }
    }
  }

  private static void empty(ObjectNode parent, String name) {
    if (parent.get(name).isArray()) {
      parent.putArray(name);
    } else {
      parent.putObject(name);
    }
  }

  private static JsonNode changed(JsonNode whole, String parent, Consumer<ObjectNode> change) {
    JsonNode copy = whole.deepCopy();
    change.accept((ObjectNode) copy.at(parent));
    return copy;
  }

  private static JsonNode yaml(String text) {
    return JSON.valueToTree(Serialization.unmarshal(text, Map.class));
  }

  private static <T> T as(JsonNode json, Class<T> kind) {
    return Serialization.unmarshal(json.toString(), kind);
  }
}
