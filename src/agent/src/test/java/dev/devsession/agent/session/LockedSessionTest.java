package dev.devsession.agent.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.agent.session.LockedSession.NamesKept;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LockedSessionTest {
  private static final NamesKept NAMES = new NamesKept(Path.of("/etc/hosts"), false);
  private static final LockedSession FIRST = new LockedSession(11, "shop/a", "https://api", Optional.of(NAMES), 1000);

  private static LockedSession second(String session, String server, NamesKept names, long since) {
    return new LockedSession(12, session, server, Optional.ofNullable(names), since);
  }

  @Test
  void theFirstSessionOfANamespaceKeepsTheNamesForTheOthers() {
    var second = second("shop/b", "https://api", NAMES, 1001);
    assertThat(FIRST.keepsNamesOf(second)).isTrue();
    assertThat(second.keepsNamesOf(FIRST)).isFalse();
    var atOnce = second("shop/b", "https://api", NAMES, 1000);
    assertThat(FIRST.keepsNamesOf(atOnce)).isNotEqualTo(atOnce.keepsNamesOf(FIRST));
  }

  @Test
  void otherNamesAreNotShared() {
    assertThat(FIRST.keepsNamesOf(second("bank/b", "https://api", NAMES, 1001))).isFalse();
    assertThat(FIRST.keepsNamesOf(second("shop/b", "https://other", NAMES, 1001))).isFalse();
    assertThat(FIRST.keepsNamesOf(second("shop/b", "https://api", new NamesKept(Path.of("/tmp/h"), false), 1001)))
        .isFalse();
    assertThat(FIRST.keepsNamesOf(second("shop/b", "https://api", null, 1001))).isFalse();
    var all = second("shop/b", "https://api", new NamesKept(Path.of("/etc/hosts"), true), 1001);
    assertThat(FIRST.keepsNamesOf(all)).as("fewer than wanted").isFalse();
    assertThat(second("shop/c", "https://api", NAMES, 1002)).matches(all::keepsNamesOf, "more than wanted");
  }

  @Test
  void aLockTellsAllOfIt() {
    assertThat(LockedSession.parse(FIRST.text())).contains(FIRST);
    var without = second("shop/b", "https://api", null, 5);
    assertThat(LockedSession.parse(without.text())).contains(without);
    assertThat(LockedSession.pid(FIRST.text())).hasValue(11);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "11\n", "11\nshop/a\nhttps://api\n/etc/hosts\nfalse\n10", "x\na\nb\n\nfalse\n1\n"})
  void whatIsNotWholeTellsNothing(String text) {
    assertThat(LockedSession.parse(text)).isEmpty();
  }

  @Test
  void theLockOfAnOlderAgentStillTellsItsPid() {
    assertThat(LockedSession.pid("4711\n")).hasValue(4711);
    assertThat(LockedSession.pid("")).isEmpty();
  }
}
