package dev.devsession.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleSetTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"devsession=ada", "a=1,devsession=ada", "a=1, devsession = ada ;ttl=3;x=y", "devsession=%61da",
          "devsession=ben,devsession=ada", ",,devsession=ada,"})
  void baggageMatchesByListMember(String line) {
    assertThat(matches("baggage devsession =ada", Head.get("/", "Baggage: " + line))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"devsession=ada2", "devsession=ad", "xdevsession=ada", "Devsession=ada", "devsession", "a=1",
      "a=1;devsession=ada", "devsession=Ada", "devsession=a da", "devsession=x=ada", ""})
  void otherMembersDoNotMatch(String line) {
    assertThat(matches("baggage devsession =ada", Head.get("/", "baggage: " + line))).isFalse();
  }

  @Test
  void memberMayBeInALaterLineOfBaggage() {
    assertThat(matches("baggage devsession =ada", Head.get("/", "baggage: a=1", "baggage: devsession=ada"))).isTrue();
  }

  /** W3C Baggage: bytes that aren't UTF-8 become U+FFFD. */
  @Test
  void valueOfBaggageIsDecodedAsUtf8() {
    assertThat(matches("baggage k =J%C3%B6rg", Head.get("/", "baggage: k=J%C3%B6rg"))).isTrue();
    assertThat(matches("baggage k =%EF%BF%BD", Head.get("/", "baggage: k=%ff"))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"devsession=ada | true", "a=b; devsession=ada | true",
      "a=b;devsession=ada;c=d | true", "devsession=\"ada\" | true", "a=\"x\";  devsession=ada | true",
      "devsession=ada2 | false", "DEVSESSION=ada | false", "devsession=%61da | false", "devsession | false",
      "xdevsession=ada | false", "devsession=\"ada | false", "devsession=\" | false"})
  void cookieMatchesByNameAndWholeValue(String line, boolean expected) {
    assertThat(matches("cookie devsession =ada", Head.get("/", "Cookie: a=1", "Cookie: " + line))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"/?debug=1,true", "/x?a=b&debug=1,true", "/?%64ebug=%31,true", "/?debug=1&debug=2,true",
      "http://shop/?debug=1,true", "http://shop?debug=1,true", "/?debug=%2531,false", "/?debug,false",
      "/?xdebug=1,false",
      "/debug=1,false", "/,false", "*,false"})
  void parameterIsDecodedOnce(String target, boolean expected) {
    assertThat(matches("query debug =1", Head.get(target))).isEqualTo(expected);
  }

  @Test
  void plusIsASpaceInTheQueryOnly() {
    assertThat(matches("query q =a%20b", Head.get("/?q=a+b"))).isTrue();
    assertThat(matches("path =/a%20b", Head.get("/a+b"))).isFalse();
  }

  @Test
  void parameterWithoutValueIsPresentAndEmpty() {
    assertThat(matches("query debug *", Head.get("/?debug"))).isTrue();
    assertThat(matches("query debug =", Head.get("/?debug&x"))).isTrue();
    assertThat(matches("query debug *", Head.get("/?debugger"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"/api/orders,true", "/api/orders?x=1,true", "/api/%6Frders,true", "/api%2Forders,true",
      "http://shop:80/api/orders?x=1,true", "HTTP://shop/api/orders,true", "/api/orders/,false", "/api/Orders,false",
      "/api/%256Frders,false", "/x?/api/orders,false", "*,false", "/api/order%,false", "api/orders,false"})
  void exactPathIsDecodedOnceAndHasNoQuery(String target, boolean expected) {
    assertThat(matches("path =/api/orders", Head.get(target))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"/100%,/100%25", "/%zz,/%25zz", "/%4,/%254", "/a//../b,/a//../b"})
  void whatIsNoEncodingStaysAsItIs(String target, String path) {
    assertThat(matches("path =" + path, Head.get(target))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://shop", "http://shop?x=/y", "/"})
  void urlWithoutPathMeansTheRoot(String target) {
    assertThat(matches("path =/", Head.get(target))).isTrue();
  }

  /** What follows a CONNECT isn't HTTP of this Service. */
  @ParameterizedTest
  @ValueSource(strings = {"method CONNECT", "header x-user =ada", "not ( path ^/ )"})
  void connectToAHostNeverMatches(String rule) {
    assertThat(matches(rule, new Head("CONNECT", "shop:443", List.of("x-user: ada")))).isFalse();
  }

  /** RFC 8441: the way of WebSocket over HTTP/2. */
  @Test
  void extendedConnectHasAPath() {
    assertThat(matches("path =/ws & method CONNECT", new Head("CONNECT", "/ws", List.of()))).isTrue();
  }

  @Test
  void headerMatchesInAnyCaseByWholeValueOfAnyField() {
    var rule = "header X-User =ada";
    assertThat(matches(rule, Head.get("/", "x-uSER: ada"))).isTrue();
    assertThat(matches(rule, Head.get("/", "x-user: ben", "x-user: ada"))).isTrue();
    assertThat(matches(rule, Head.get("/", "x-user: ada2"))).isFalse();
    assertThat(matches(rule, Head.get("/", "x-user: Ada"))).isFalse();
    assertThat(matches(rule, Head.get("/"))).isFalse();
  }

  @Test
  void headerOfUtf8IsComparedAsText() {
    var bytes = new String("Jörg".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    assertThat(matches("header x-user =J%C3%B6rg", Head.get("/", "x-user: " + bytes))).isTrue();
    assertThat(matches("header x-user =J%C3%B6rg", Head.get("/", "x-user: Jörg"))).as("Latin-1").isFalse();
  }

  @Test
  void valueMayBePrefixExpressionOrAny() {
    assertThat(matches("header x-user ^ad", Head.get("/", "x-user: ada"))).isTrue();
    assertThat(matches("header x-user ^ad", Head.get("/", "x-user: a"))).isFalse();
    assertThat(matches("header x-user *", Head.get("/", "x-user:"))).isTrue();
    assertThat(matches("header x-user *", Head.get("/", "x-use: ada"))).isFalse();
    assertThat(matches("header x-user ~a.%2Ba", Head.get("/", "x-user: adda"))).isTrue();
    assertThat(matches("header x-user ~dd", Head.get("/", "x-user: adda"))).as("the whole value").isFalse();
  }

  @Test
  void methodMatchesInItsOwnCase() {
    assertThat(matches("method PUT,GET", Head.get("/"))).isTrue();
    assertThat(matches("method get", Head.get("/"))).isFalse();
  }

  @Test
  void ruleNeedsAllOfItsTestsAndASetAnyOfItsRules() {
    var set = RuleSet.of(List.of(RuleLine.parse("header a =1 & path =/x"), RuleLine.parse("header b =1")));
    assertThat(set.matches(Head.get("/x", "a: 1"))).isTrue();
    assertThat(set.matches(Head.get("/y", "a: 1"))).isFalse();
    assertThat(set.matches(Head.get("/y", "b: 1"))).isTrue();
    assertThat(RuleSet.of(List.of()).matches(Head.get("/"))).isFalse();
  }

  @Test
  void notExcludesWhatHasAllOfItsTests() {
    var rule = "path ^/api & not ( method GET & header x-user =ada )";
    assertThat(matches(rule, Head.get("/api", "x-user: ada"))).isFalse();
    assertThat(matches(rule, Head.get("/api", "x-user: ben"))).isTrue();
    assertThat(matches(rule, new Head("PUT", "/api", List.of("x-user: ada")))).isTrue();
  }

  @Test
  void serverNameMatchesConnectionsAndNoRequest() {
    var one = RuleSet.of(List.of(RuleLine.parse("sni orders.shop"), RuleLine.parse("header b =1")));
    assertThat(one.matchesServerName("Orders.Shop")).isTrue();
    assertThat(one.matchesServerName("x.orders.shop")).isFalse();
    assertThat(one.asksForServerNames()).isTrue();
    assertThat(one.matches(Head.get("/", "host: orders.shop"))).isFalse();
    assertThat(one.matches(Head.get("/", "b: 1"))).isTrue();

    var any = RuleSet.of(List.of(RuleLine.parse("sni %2A.shop")));
    assertThat(any.matchesServerName("orders.shop")).isTrue();
    assertThat(any.matchesServerName("a.orders.shop")).as("one label").isFalse();
    assertThat(any.matchesServerName("shop")).isFalse();
    assertThat(any.matchesServerName(".shop")).isFalse();
    assertThat(RuleSet.of(List.of(RuleLine.parse("header b =1"))).asksForServerNames()).isFalse();
  }

  @Test
  void unusableRulesAreRefusedWithTheProblem() {
    assertThatThrownBy(() -> RuleSet.of(List.of(RuleLine.parse("header x-user ~a%28"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rule 1: header x-user: the expression \"a(\" is not in RE2 syntax: missing closing )");
  }

  private static boolean matches(String rule, RequestHead head) {
    return RuleSet.of(List.of(RuleLine.parse(rule))).matches(head);
  }
}
