package dev.devsession.hosts.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.devsession.hosts.names.ServiceInfo.TcpPort;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class NamePlannerTest {

  private static final TakenNames NOTHING_TAKEN = new TakenNames(Set.of(), "", Map.of());

  private final NamePlanner nodePorts = new NamePlanner("shop", new ReachabilityPolicy.NodePorts("192.168.49.2"), true);
  private final NamePlanner clusterIps = new NamePlanner("shop", new ReachabilityPolicy.ClusterIps(), true);

  @Test
  void onlyTheOwnNamespaceGetsBareNames() {
    NamePlan plan = plan(clusterIps, service("web", "shop", "10.0.0.1"), service("db", "data", "10.0.0.2"));
    assertThat(plan.lines()).containsExactly("10.0.0.2 db.data db.data.svc db.data.svc.cluster.local",
        "10.0.0.1 web web.shop web.shop.svc web.shop.svc.cluster.local");
  }

  @Test
  void orderOfTheInputDoesNotMatter() {
    List<ServiceInfo> services = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      services.add(service("s" + i, "ns" + i % 3, "10.0.0." + i));
    }
    List<String> expected = clusterIps.plan(services, NOTHING_TAKEN).lines();
    Collections.shuffle(services, new Random(1));

    assertThat(clusterIps.plan(services, NOTHING_TAKEN).lines()).isEqualTo(expected).hasSize(50);
  }

  @Test
  void serviceWithoutAClusterIpIsSkippedWithAReason() {
    NamePlan plan = plan(clusterIps, service("headless", "shop", "None"), ofType("ExternalName", "ext", null),
        ofType("ClusterIP", "fresh", null), service("odd", "shop", "10.0.0.1 evil.example"),
        service("v6", "shop", "fd00::1"));

    assertThat(plan.lines()).containsExactly("fd00::1 v6 v6.shop v6.shop.svc v6.shop.svc.cluster.local");
    assertThat(plan.skipped()).extracting(SkippedService::service, SkippedService::reason).containsExactly(
        tuple("ext.shop", "it is an ExternalName: its own DNS name works here already"),
        tuple("fresh.shop", "it has no cluster IP yet"),
        tuple("headless.shop", "it is headless, so it has no cluster IP"),
        tuple("odd.shop", "its cluster IP \"10.0.0.1 evil.example\" isn't an IP address"));
  }

  @Test
  void nodePortEqualToEachTcpPortMakesAServiceReachable() {
    NamePlan plan = plan(nodePorts, nodePort("same", new TcpPort(80, 80, 80), new TcpPort(8080, 8080, 8080)),
        nodePort("other", new TcpPort(80, 30080, 80)),
        nodePort("half", new TcpPort(81, 81, 81), new TcpPort(82, 0, 82)),
        nodePort("crossed", new TcpPort(1080, 1081, 1080), new TcpPort(1081, 1080, 1081)), nodePort("udp"));

    assertThat(plan.lines()).containsExactly("192.168.49.2 same same.shop same.shop.svc same.shop.svc.cluster.local");
    assertThat(plan.skipped()).containsExactly(
        new SkippedService("crossed.shop", "no node port equals its port 1080"),
        new SkippedService("half.shop", "no node port equals its port 82"),
        new SkippedService("other.shop", "no node port equals its port 80"),
        new SkippedService("udp.shop", "it has no TCP port"));
  }

  @Test
  void nodePortServiceMakesItsServiceReachableAndHasNoNameItself() {
    ServiceInfo nodePortService = nodePortServiceOf("db", "shop", new TcpPort(5432, 5432, 5432));
    ServiceInfo ofAnotherNamespace = nodePortServiceOf("cache", "data", new TcpPort(6379, 6379, 6379));
    NamePlan plan = plan(nodePorts, tunnelled("db", "None", new TcpPort(5432, 0, 5432)), nodePortService,
        tunnelled("cache", "10.0.0.7", new TcpPort(6379, 0, 6379)),
        ofAnotherNamespace);

    assertThat(plan.lines()).containsExactly("192.168.49.2 db db.shop db.shop.svc db.shop.svc.cluster.local");
    assertThat(plan.skipped()).containsExactly(new SkippedService("cache.shop", "no node port equals its port 6379"));
  }

  @Test
  void takenNamesAreRefusedAndTheOthersStay() {
    TakenNames taken = new TakenNames(Set.of("laptop"), "api.example", Map.of("web.shop", 7));
    NamePlan plan = clusterIps.plan(List.of(service("localhost", "shop", "10.0.0.1"),
        service("laptop", "shop", "10.0.0.2"), service("web", "shop", "10.0.0.3"),
        service("api", "example", "10.0.0.4")),
        taken);

    assertThat(plan.lines()).containsExactly("10.0.0.4 api.example.svc api.example.svc.cluster.local",
        "10.0.0.2 laptop.shop laptop.shop.svc laptop.shop.svc.cluster.local",
        "10.0.0.1 localhost.shop localhost.shop.svc localhost.shop.svc.cluster.local",
        "10.0.0.3 web web.shop.svc web.shop.svc.cluster.local");
    assertThat(plan.refused()).containsExactlyInAnyOrder(new RefusedName("api.example", "it is the API server's name"),
        new RefusedName("laptop", "it is this machine's own name"),
        new RefusedName("localhost", "every machine needs it for itself"),
        new RefusedName("web.shop", "line 7 of the hosts file defines it"));
  }

  @Test
  void tunnelGivesEachServiceItsOwnAddressThatLeadsToItsClusterIp() {
    LoopbackAddresses addresses = new LoopbackAddresses();
    NamePlan plan = plan(tunnel(addresses), tunnelled("web", "10.0.0.1", new TcpPort(80, 0, 8080)),
        tunnelled("db", "fd00::1", new TcpPort(80, 0, 80), new TcpPort(5432, 0, 5432)),
        new ServiceInfo("shop", "devsession-gw-ada", "ClusterIP", Optional.of("10.0.0.9"),
            List.of(new TcpPort(9700, 0, 9700)), List.of(), Optional.empty(), true));
    String db = addresses.of("db.shop");
    String web = addresses.of("web.shop");

    assertThat(plan.lines()).containsExactly(db + " db db.shop db.shop.svc db.shop.svc.cluster.local",
        web + " web web.shop web.shop.svc web.shop.svc.cluster.local");
    assertThat(plan.endpoints()).containsExactly(new LocalEndpoint("db.shop", db, 80, "fd00::1"),
        new LocalEndpoint("db.shop", db, 5432, "fd00::1"), new LocalEndpoint("web.shop", web, 80, "10.0.0.1"));
  }

  @Test
  void tunnelLeadsAHeadlessServiceAndItsPodsToDnsNamesOnThePodsPorts() {
    LoopbackAddresses addresses = new LoopbackAddresses();
    NamePlanner tunnel = new NamePlanner("shop", new TunnelPolicy(addresses,
        Map.of("db.shop", new PodNames(new TreeSet<>(Set.of("db-0", "db-1", "bad\nname")), new TreeSet<>(Set.of(5432))),
            "web.shop", new PodNames(new TreeSet<>(Set.of("web-0")), new TreeSet<>()))),
        true);
    NamePlan plan = plan(tunnel, tunnelled("db", "None", new TcpPort(80, 0, 0)),
        tunnelled("web", "10.0.0.1", new TcpPort(80, 0, 80)));

    assertThat(plan.lines()).containsExactly(
        addresses.of("db.shop") + " db db.shop db.shop.svc db.shop.svc.cluster.local",
        addresses.of("db-0.db.shop") + " db-0.db db-0.db.shop db-0.db.shop.svc db-0.db.shop.svc.cluster.local",
        addresses.of("db-1.db.shop") + " db-1.db db-1.db.shop db-1.db.shop.svc db-1.db.shop.svc.cluster.local",
        addresses.of("web.shop") + " web web.shop web.shop.svc web.shop.svc.cluster.local");
    assertThat(plan.endpoints()).filteredOn(endpoint -> endpoint.port() == 5432)
        .extracting(LocalEndpoint::service, LocalEndpoint::host).containsExactly(tuple("db.shop", "db.shop.svc"),
            tuple("db-0.db.shop", "db-0.db.shop.svc"), tuple("db-1.db.shop", "db-1.db.shop.svc"));
  }

  @Test
  void tunnelLetsTheClusterDialAnExternalNameWithPorts() {
    NamePlan plan = plan(tunnel(new LoopbackAddresses()),
        usersService("shop", "mail", "ExternalName", null, List.of(new TcpPort(25, 0, 25)), List.of()),
        ofType("ExternalName", "bare", null), ofType("ClusterIP", "fresh", null));

    assertThat(plan.endpoints()).extracting(LocalEndpoint::host, LocalEndpoint::port)
        .containsExactly(tuple("mail.shop.svc", 25));
    assertThat(plan.skipped()).containsExactly(
        new SkippedService("bare.shop", "it is an ExternalName without ports: use the name that it refers to"),
        new SkippedService("fresh.shop", "it has no TCP port"));
  }

  @Test
  void tunnelListsPortsOfOtherProtocolsAsSkipped() {
    NamePlan plan = plan(tunnel(new LoopbackAddresses()),
        usersService("shop", "dns", "ClusterIP", "10.0.0.1", List.of(new TcpPort(53, 0, 53)),
            List.of("53/UDP", "54/SCTP")),
        usersService("shop", "game", "ClusterIP", "10.0.0.2", List.of(), List.of("7/UDP")));

    assertThat(plan.named()).extracting(NamedService::service).containsExactly("dns.shop");
    assertThat(plan.skipped()).containsExactly(new SkippedService("dns.shop:53/UDP", TunnelPolicy.ONLY_TCP),
        new SkippedService("dns.shop:54/SCTP", TunnelPolicy.ONLY_TCP),
        new SkippedService("game.shop", TunnelPolicy.ONLY_TCP));
  }

  private static NamePlanner tunnel(LoopbackAddresses addresses) {
    return new NamePlanner("shop", new TunnelPolicy(addresses, Map.of()), true);
  }

  private static ServiceInfo tunnelled(String name, String clusterIp, TcpPort... ports) {
    return usersService("shop", name, "ClusterIP", clusterIp, List.of(ports), List.of());
  }

  private static NamePlan plan(NamePlanner planner, ServiceInfo... services) {
    return planner.plan(Arrays.asList(services), NOTHING_TAKEN);
  }

  private static ServiceInfo service(String name, String namespace, String clusterIp) {
    return usersService(namespace, name, "ClusterIP", clusterIp, List.of(new TcpPort(80, 0, 80)), List.of());
  }

  private static ServiceInfo ofType(String type, String name, String clusterIp) {
    return usersService("shop", name, type, clusterIp, List.of(), List.of());
  }

  private static ServiceInfo nodePort(String name, TcpPort... ports) {
    return usersService("shop", name, "NodePort", "10.0.0.1", List.of(ports), List.of());
  }

  private static ServiceInfo usersService(String namespace, String name, String type, String clusterIp,
      List<TcpPort> ports, List<String> otherPorts) {
    return new ServiceInfo(namespace, name, type, Optional.ofNullable(clusterIp), ports, otherPorts, Optional.empty(),
        false);
  }

  /** A Service of DevSession that opens the ports of another one at the nodes. */
  private static ServiceInfo nodePortServiceOf(String service, String namespace, TcpPort port) {
    return new ServiceInfo(namespace, service + "-nodeport", "NodePort", Optional.of("10.0.0.9"), List.of(port),
        List.of(), Optional.of(service), true);
  }
}
