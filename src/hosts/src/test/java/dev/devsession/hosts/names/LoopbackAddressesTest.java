package dev.devsession.hosts.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class LoopbackAddressesTest {

  /** Their string hashes are the same, so they want one address. */
  private static final String ONE = "Aa.shop";
  private static final String OTHER = "BB.shop";

  @Property(tries = 200)
  void eachTitleKeepsOneUsableAddress(@ForAll("titles") @Size(max = 300) List<String> titles) {
    LoopbackAddresses addresses = new LoopbackAddresses();
    Map<String, String> first = new HashMap<>();
    titles.forEach(title -> first.put(title, addresses.of(title)));

    assertThat(new HashSet<>(first.values())).hasSameSizeAs(first.keySet()).allSatisfy(address -> {
      assertThat(address).matches("127\\.\\d+\\.\\d+\\.\\d+").doesNotStartWith("127.0.").doesNotStartWith("127.127.")
          .doesNotEndWith(".0").doesNotEndWith(".255");
      assertThat(IpLiteral.isValid(address)).isTrue();
    });

    titles.reversed().forEach(title -> assertThat(addresses.of(title)).isEqualTo(first.get(title)));
  }

  @Property(tries = 200)
  void addressesInTheBlockOfAnotherRunAreAdopted(@ForAll("titles") @Size(max = 100) List<String> before,
      @ForAll("titles") @Size(max = 100) List<String> later) {
    LoopbackAddresses dead = new LoopbackAddresses();
    List<String> block = new ArrayList<>(List.of("# BEGIN devsession"));
    before.forEach(title -> block.add(dead.of(title) + " " + title + " " + title + ".svc.cluster.local"));

    LoopbackAddresses next = new LoopbackAddresses();
    next.adopt(LeftBlock.titles(block));
    Map<String, String> given = new HashMap<>();
    later.forEach(title -> given.put(next.of(title), title));
    before.forEach(title -> {
      assertThat(next.of(title)).isEqualTo(dead.of(title));
      assertThat(given.getOrDefault(dead.of(title), title)).isEqualTo(title);
    });
  }

  @Example
  void addressesAreTheSameOnEveryMachineAndInEveryRelease() {
    LoopbackAddresses addresses = new LoopbackAddresses();

    assertThat(addresses.of("orders.shop")).isEqualTo("127.146.80.52");
    assertThat(addresses.of("web-0.web.shop")).isEqualTo("127.163.116.28");
  }

  @Example
  void firstOfTwoTitlesWithOneHashKeepsTheAddress() {
    assertThat(ONE.hashCode()).isEqualTo(OTHER.hashCode());

    LoopbackAddresses addresses = new LoopbackAddresses();
    String first = addresses.of(ONE);
    assertThat(addresses.of(OTHER)).isNotEqualTo(first);

    LoopbackAddresses afterOnesDeletion = new LoopbackAddresses();
    afterOnesDeletion.adopt(LeftBlock.titles(List.of(first + " " + ONE + ".svc.cluster.local")));
    assertThat(afterOnesDeletion.of(OTHER)).isEqualTo(addresses.of(OTHER));
  }

  @Example
  void addressOfAnUnreadableLineIsReserved() {
    String wanted = new LoopbackAddresses().of(ONE);
    LoopbackAddresses addresses = new LoopbackAddresses();
    addresses.adopt(LeftBlock.titles(List.of(wanted + " Aa # the longer names were taken", "# BEGIN devsession")));

    assertThat(addresses.of(ONE)).isNotEqualTo(wanted);
  }

  @Example
  void addressesOfNodePortNamesAndOfLocalhostAreNotAdopted() {
    LoopbackAddresses addresses = new LoopbackAddresses();
    addresses.adopt(LeftBlock.titles(List.of("192.168.49.2 web web.shop.svc.cluster.local",
        "127.0.0.1 db.shop.svc.cluster.local", "127.300.1.1 x.shop.svc.cluster.local",
        "127.1.2 y.shop.svc.cluster.local")));

    assertThat(List.of("web.shop", "db.shop", "x.shop", "y.shop")).map(addresses::of)
        .containsExactlyElementsOf(List.of("web.shop", "db.shop", "x.shop", "y.shop").stream()
            .map(new LoopbackAddresses()::of).toList());
  }

  @Example
  void addressesThatTheHostsFileUsesOtherwiseAreNotGiven() {
    String wanted = new LoopbackAddresses().of(ONE);
    LoopbackAddresses addresses = new LoopbackAddresses();
    addresses.avoid(Set.of(wanted));

    assertThat(addresses.of(ONE)).isNotEqualTo(wanted);
  }

  @Example
  void copyAndOriginalChangeIndependently() {
    LoopbackAddresses addresses = new LoopbackAddresses();
    String first = addresses.of(ONE);
    LoopbackAddresses copy = addresses.copy();

    assertThat(copy.of(ONE)).isEqualTo(first);

    copy.adopt(Map.of("127.9.9.9", OTHER));
    assertThat(copy.of(OTHER)).isEqualTo("127.9.9.9");
    assertThat(addresses.of(OTHER)).isNotEqualTo("127.9.9.9");
  }

  @Provide
  Arbitrary<List<String>> titles() {
    Arbitrary<String> label = Arbitraries.oneOf(Arbitraries.of("Aa", "BB", "web", "web-0"),
        Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(4));
    return label.flatMap(name -> Arbitraries.of("shop", "data").map(namespace -> name + "." + namespace)).list()
        .uniqueElements();
  }
}
