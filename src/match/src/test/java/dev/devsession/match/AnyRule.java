package dev.devsession.match;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Rules with any names and values that text can hold; expressions are valid. */
final class AnyRule implements ArbitrarySupplier<RequestRule> {
  @Override
  public Arbitrary<RequestRule> get() {
    var not = plainTests().map(tests -> (RequestTest) new RequestTest.Not(tests));
    return Arbitraries.frequencyOf(Tuple.of(5, plainTest()), Tuple.of(1, not)).list()
        .ofMinSize(1).ofMaxSize(5).map(RequestRule::new);
  }

  private static Arbitrary<List<RequestTest>> plainTests() {
    return plainTest().list().ofMinSize(1).ofMaxSize(3);
  }

  private static Arbitrary<RequestTest> plainTest() {
    return Arbitraries.oneOf(
        Combinators.combine(name(), value()).as(RequestTest.Baggage::new),
        Combinators.combine(name(), value()).as(RequestTest.Header::new),
        Combinators.combine(name(), value()).as(RequestTest.Cookie::new),
        Combinators.combine(name(), value()).as(RequestTest.Query::new),
        value().map(RequestTest.Path::new),
        name().list().ofMinSize(1).ofMaxSize(3).map(RequestTest.Method::new));
  }

  private static Arbitrary<ValueTest> value() {
    return Arbitraries.oneOf(text().map(ValueTest.Exact::new), text().map(ValueTest.Prefix::new),
        Arbitraries.of("a.*", "[^/]+", "(a|b)*c", "(?i)ada", "\\d{1,3}").map(ValueTest.Regex::new),
        Arbitraries.just(new ValueTest.Present()));
  }

  private static Arbitrary<String> name() {
    return Arbitraries.oneOf(Arbitraries.of("devsession", "x-user", "a"), text().filter(s -> !s.isEmpty()));
  }

  /** Without lone surrogates, which are no text. */
  private static Arbitrary<String> text() {
    return Arbitraries.oneOf(Arbitraries.strings().ascii().ofMaxLength(8), Arbitraries.strings().ofMaxLength(4)
        .filter(s -> s.codePoints().noneMatch(c -> c >= 0xd800 && c <= 0xdfff)));
  }
}
