package dev.devsession.match;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Rules and requests of few words, so that many rules match many requests. */
final class FewWords {
  private static final String[] VALUES = {"a", "ab", "/a", "/ab", "/", ""};

  private FewWords() {}

  static final class Rules implements ArbitrarySupplier<List<RequestRule>> {
    @Override
    public Arbitrary<List<RequestRule>> get() {
      var not = test().list().ofMinSize(1).ofMaxSize(2).map(tests -> (RequestTest) new RequestTest.Not(tests));
      return Arbitraries.frequencyOf(Tuple.of(4, test()), Tuple.of(1, not)).list().ofMinSize(1).ofMaxSize(2)
          .map(RequestRule::new).list().ofSize(30);
    }

    private static Arbitrary<RequestTest> test() {
      return Arbitraries.oneOf(value().map(v -> new RequestTest.Header("x", v)),
          value().map(v -> new RequestTest.Baggage("x", v)), value().map(v -> new RequestTest.Cookie("x", v)),
          value().map(v -> new RequestTest.Query("x", v)), value().map(RequestTest.Path::new),
          Arbitraries.of("GET", "PUT", "CONNECT").list().ofMinSize(1).ofMaxSize(2).map(RequestTest.Method::new));
    }

    private static Arbitrary<ValueTest> value() {
      return Arbitraries.oneOf(Arbitraries.of(VALUES).map(ValueTest.Exact::new),
          Arbitraries.of(VALUES).map(ValueTest.Prefix::new),
          Arbitraries.of("a.*", "/.*", ".?").map(ValueTest.Regex::new), Arbitraries.just(new ValueTest.Present()));
    }
  }

  static final class Requests implements ArbitrarySupplier<List<Head>> {
    @Override
    public Arbitrary<List<Head>> get() {
      var line = Combinators.combine(Arbitraries.of("x", "X", "baggage", "cookie"),
          Arbitraries.of("a", "ab", "", "x=a", "x=ab", "x=a,x=", "x=\"a\"; x=b", "x = %61 ;p=1"))
          .as((name, value) -> name + ": " + value);
      return Combinators.combine(Arbitraries.of("GET", "PUT", "CONNECT"),
          Arbitraries.of("/", "/a", "/ab?x=a", "/a?x", "/%61?x=%61b&x=", "*", "http://h?x=a", "h:80"),
          line.list().ofMaxSize(4)).as((method, target, lines) -> new Head(method, target, List.copyOf(lines))).list()
          .ofSize(60);
    }
  }
}
