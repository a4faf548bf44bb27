package dev.devsession.operator.nodeports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.DevSessionSpec;
import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.api.v1alpha1.NameAccess;
import dev.devsession.api.v1alpha1.NamesVia;
import dev.devsession.api.v1alpha1.Transport;
import dev.devsession.api.v1alpha1.TransportType;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which NodePort Services a namespace should have. */
class NodePortServicePlanTest {
  private final Service orders = service("orders", "ClusterIP").build();

  @Test
  void serviceGetsANodePortServiceWithItsOwnPort() {
    var changes = changes(List.of(orders), session("ada", NamesVia.NodePort));
    assertThat(changes.create()).singleElement().satisfies(c -> {
      assertThat(c.getMetadata().getLabels()).containsEntry(Labels.NODE_PORT_SERVICE_OF, "orders");
      assertThat(c.getSpec().getPorts()).singleElement().satisfies(p -> assertThat(p.getNodePort()).isEqualTo(8081));
    });
  }

  @Test
  void unchangedNodePortServiceIsNotWrittenAgain() {
    var ada = session("ada", NamesVia.NodePort);
    var existing = changes(List.of(orders), ada).create().getFirst();
    var again = changes(List.of(orders, existing), ada);

    assertThat(again).isEqualTo(new NodePortServicePlan.Changes(List.of(), List.of(), List.of()));
  }

  @Test
  void secondSessionBecomesAnotherOwner() {
    var ada = session("ada", NamesVia.NodePort);
    var existing = changes(List.of(orders), ada).create().getFirst();

    assertThat(changes(List.of(orders, existing), ada, session("bob", NamesVia.NodePort)).update()).singleElement()
        .satisfies(c -> assertThat(c.getMetadata().getOwnerReferences()).hasSize(2));
  }

  @Test
  void nodePortServicesAreDeletedWithTheLastSession() {
    var existing = changes(List.of(orders), session("ada", NamesVia.NodePort)).create().getFirst();
    assertThat(changes(List.of(orders, existing), session("ada", NamesVia.ClusterIP)).delete())
        .containsExactly(existing);
  }

  @Test
  void servicesWithNodePortsOrWithoutPodsNeedNoNodePortService() {
    var nodePort = service("reachable", "NodePort").editSpec().editFirstPort().withNodePort(8081).endPort().endSpec()
        .build();
    var alias = service("alias", "ExternalName").build();
    var bare = service("bare", "ClusterIP").editSpec().withSelector(null).endSpec().build();

    assertThat(changes(List.of(nodePort, alias, bare), session("ada", NamesVia.NodePort)).create()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {Labels.SWAP, Labels.SESSION, Labels.NODE_PORT_SERVICE_OF})
  void servicesOfTheOperatorGetNoNodePort(String label) {
    var own = service("own", "ClusterIP").editMetadata().addToLabels(label, "x").endMetadata().build();

    assertThat(changes(List.of(own), session("ada", NamesVia.NodePort)).create()).isEmpty();
  }

  @Test
  void longNameIsShortenedToADistinctOne() {
    var long1 = service("a".repeat(62) + "b", "ClusterIP").build();
    var long2 = service("a".repeat(62) + "c", "ClusterIP").build();

    assertThat(changes(List.of(long1, long2), session("ada", NamesVia.NodePort)).create())
        .extracting(c -> c.getMetadata().getName())
        .doesNotHaveDuplicates().allSatisfy(n -> assertThat(n).hasSizeLessThanOrEqualTo(63));
  }

  @Test
  void serviceWhoseNameBeginsWithADigitGetsAValidName() {
    var twoFactor = service("2fa", "ClusterIP").build();
    assertThat(changes(List.of(twoFactor), session("ada", NamesVia.NodePort)).create()).singleElement()
        .satisfies(c -> assertThat(c.getMetadata().getName()).matches("[a-z]([-a-z0-9]*[a-z0-9])?"));
  }

  /** An earlier release shortened long names differently. Its Service is deleted before the new one takes its ports. */
  @Test
  void nodePortServiceWithAnOutdatedNameIsReplaced() {
    var service = service("a".repeat(62) + "b", "ClusterIP").build();
    var ada = session("ada", NamesVia.NodePort);
    var wanted = changes(List.of(service), ada).create().getFirst();
    var old = new ServiceBuilder(wanted).editMetadata().withName("devsession-" + "a".repeat(43) + "-0badcafe")
        .endMetadata().build();

    assertThat(changes(List.of(service, old), ada))
        .isEqualTo(new NodePortServicePlan.Changes(List.of(wanted), List.of(), List.of(old)));
  }

  private static NodePortServicePlan.Changes changes(List<Service> services, DevSession... sessions) {
    return NodePortServicePlan.changes(services, List.of(sessions));
  }

  private static ServiceBuilder service(String name, String type) {
    return new ServiceBuilder().withNewMetadata().withNamespace("shop").withName(name).endMetadata().withNewSpec()
        .withType(type)
        .addToSelector("app", name).addNewPort().withPort(8081).endPort().endSpec();
  }

  private static DevSession session(String name, NamesVia via) {
    var session = new DevSession();
    session.setMetadata(new ObjectMetaBuilder().withNamespace("shop").withName(name).withUid(name).build());
    session.setSpec(new DevSessionSpec(List.of(), new Transport(TransportType.Direct, "192.0.2.1"), new NameAccess(via),
        null, null, null));
    return session;
  }
}
