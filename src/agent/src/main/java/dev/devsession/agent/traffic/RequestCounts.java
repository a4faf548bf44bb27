package dev.devsession.agent.traffic;

import dev.devsession.agent.traffic.MetricsText.Sample;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongBinaryOperator;
import java.util.stream.Collectors;

/**
 * The requests of one Service as a session sees them, since its proxies started.
 *
 * @param matched the session asks for them, and no older one; with those that fell back or were refused
 * @param passed no session asks for them
 * @param others another session gets them
 * @param alsoMatched those among them that this one asks for too
 * @param fellBack by reason: the original answered, because the machine didn't
 * @param refused by reason: nobody answered, because the machine didn't
 * @param mirrored those of which the machine gets a copy
 * @param copiesLost by reason: copies that it didn't get, or not whole
 */
public record RequestCounts(long matched, long passed, long others, long alsoMatched, Map<String, Long> fellBack,
    Map<String, Long> refused, long mirrored, Map<String, Long> copiesLost) {
  private static final String PREFIX = "devsession_proxy_";
  private static final String PORT = "port";
  private static final String SESSION = "session";
  private static final String MATCHED = "requests_matched_total";

  public static final RequestCounts NONE = new RequestCounts(0, 0, 0, 0, Map.of(), Map.of(), 0, Map.of());

  public RequestCounts {
    fellBack = Map.copyOf(fellBack);
    refused = Map.copyOf(refused);
    copiesLost = Map.copyOf(copiesLost);
  }

  /** Of one proxy's {@code /metrics}: of the ports that the session shares. */
  static RequestCounts of(String metrics, String session) {
    var samples = MetricsText.parse(metrics);
    var ports = samples.stream().filter(s -> is(s, MATCHED) && isOf(s, session)).map(s -> s.labels().get(PORT))
        .collect(Collectors.toSet());
    var shared = samples.stream().filter(s -> ports.contains(s.labels().get(PORT))).toList();
    var own = shared.stream().filter(s -> isOf(s, session)).toList();
    return new RequestCounts(sum(own, MATCHED), sum(shared, "requests_passed_total"),
        sum(shared, MATCHED) - sum(own, MATCHED), sum(own, "requests_also_matched_total"),
        byReason(own, "requests_fell_back_total"), byReason(own, "requests_refused_total"),
        sum(own, "requests_mirrored_total"), byReason(own, "copies_lost_total"));
  }

  /** Of two proxies together. */
  RequestCounts plus(RequestCounts more) {
    return with(more, Long::sum);
  }

  /** What was added; a proxy that restarted meanwhile counts nothing twice. */
  RequestCounts since(RequestCounts earlier) {
    return with(earlier, (now, before) -> Math.max(0, now - before));
  }

  /** The requests of all, whoever asked for them. */
  public long all() {
    return matched + passed + others;
  }

  static long sum(Map<String, Long> byReason) {
    return byReason.values().stream().mapToLong(Long::longValue).sum();
  }

  private RequestCounts with(RequestCounts other, LongBinaryOperator join) {
    return new RequestCounts(join.applyAsLong(matched, other.matched), join.applyAsLong(passed, other.passed),
        join.applyAsLong(others, other.others), join.applyAsLong(alsoMatched, other.alsoMatched),
        join(fellBack, other.fellBack, join), join(refused, other.refused, join),
        join.applyAsLong(mirrored, other.mirrored), join(copiesLost, other.copiesLost, join));
  }

  private static Map<String, Long> join(Map<String, Long> one, Map<String, Long> other, LongBinaryOperator join) {
    var joined = new TreeMap<String, Long>();
    one.forEach((reason, count) -> joined.put(reason, join.applyAsLong(count, other.getOrDefault(reason, 0L))));
    other.forEach((reason, count) -> joined.computeIfAbsent(reason, r -> join.applyAsLong(0, count)));
    joined.values().removeIf(count -> count == 0);
    return joined;
  }

  private static boolean is(Sample sample, String name) {
    return sample.name().equals(PREFIX + name);
  }

  private static boolean isOf(Sample sample, String session) {
    return session.equals(sample.labels().get(SESSION));
  }

  private static long sum(List<Sample> samples, String name) {
    return samples.stream().filter(s -> is(s, name)).mapToLong(Sample::value).sum();
  }

  private static Map<String, Long> byReason(List<Sample> samples, String name) {
    return samples.stream().filter(s -> is(s, name) && s.value() > 0)
        .collect(Collectors.groupingBy(s -> s.labels().getOrDefault("reason", "other"),
            Collectors.summingLong(Sample::value)));
  }
}
