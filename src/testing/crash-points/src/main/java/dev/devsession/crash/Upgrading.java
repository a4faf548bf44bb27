package dev.devsession.crash;

import static java.util.stream.Collectors.toMap;

import dev.devsession.api.v1alpha1.ConditionReason;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/** The operator of this build continues the swaps of an earlier release's operator. */
final class Upgrading implements Scenario {
  private static final String SHOWN = "upgrade from ";
  private final String version;
  private final Queue<String> namespaces = new ConcurrentLinkedQueue<>();
  private final Map<String, Snapshot> before = new ConcurrentHashMap<>();

  /** @param version of the earlier release */
  Upgrading(String version) {
    this.version = version;
  }

  String version() {
    return version;
  }

  /** Makes namespaces, while the earlier release's CRDs are installed. @param count how often it can be played */
  void load(Release release, Stages stages, int count) {
    before.putAll(IntStream.range(0, count).parallel().mapToObj(i -> "upgrade-" + i)
        .collect(toMap(n -> n, n -> release.load(stages.namespace(n), n))));
    namespaces.addAll(before.keySet());
  }

  @Override
  public String name() {
    return SHOWN + version;
  }

  @Override
  public Optional<String> namespace() {
    var next = namespaces.poll();
    if (next == null) {
      throw new IllegalStateException("More crash points than namespaces were made for the upgrade; make more");
    }
    return Optional.of(next);
  }

  @Override
  public Snapshot prepare(Stage stage) {
    return before.get(stage.namespace());
  }

  @Override
  public void setUp(Stage stage) {
    // It is as it was recorded.
  }

  @Override
  public void act(Stage stage) {
    stage.operator().start();
  }

  @Override
  public boolean isEnded(Stage stage) {
    return stage.isAt("ada", ConditionReason.Swapped) && stage.isAt("bob", ConditionReason.Queued)
        && stage.operator().isReady()
        && stage.proxiesUse(stage.operator().image());
  }

  @Override
  public End expectedEnd() {
    return End.swapped;
  }
}
