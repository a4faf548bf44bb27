package dev.devsession.operator.status;

import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.ConditionType;
import dev.devsession.api.v1alpha1.ReasonedMessage;
import dev.devsession.api.v1alpha1.Swap;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds the conditions of one object, keeping the transition time of those whose status stays the same. */
public final class Conditions {
  private static final int MAX_MESSAGE = 4096;
  private final List<Condition> old;
  private final long generation;
  private final Clock clock;
  private final List<Condition> built = new ArrayList<>();

  public Conditions(List<Condition> old, long generation, Clock clock) {
    this.old = old;
    this.generation = generation;
    this.clock = clock;
  }

  /** Adds a condition that is True or False. */
  public Conditions set(ConditionType type, boolean holds, ReasonedMessage says) {
    return set(type, holds ? "True" : "False", says);
  }

  /** Adds a condition with status Unknown. */
  public Conditions setUnknown(ConditionType type, ReasonedMessage says) {
    return set(type, "Unknown", says);
  }

  private Conditions set(ConditionType type, String status, ReasonedMessage says) {
    var since = find(old, type).filter(c -> c.status().equals(status)).map(Condition::lastTransitionTime)
        .orElseGet(this::now);
    var message = says.message();
    built.add(new Condition(type.name(), status, generation, since, says.reason().name(),
        message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message));
    return this;
  }

  /** Adds a condition as it stands, if there is one. */
  public Conditions keep(ConditionType type) {
    find(old, type).ifPresent(built::add);
    return this;
  }

  /** Adds those of the old conditions that weren't added yet, as they stand. */
  public Conditions andTheRest() {
    old.stream().filter(o -> built.stream().noneMatch(b -> b.type().equals(o.type()))).forEach(built::add);
    return this;
  }

  public List<Condition> build() {
    return List.copyOf(built);
  }

  /** The present time as the API writes it: RFC 3339, whole seconds. */
  public String now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  public static Optional<Condition> find(List<Condition> conditions, ConditionType type) {
    return conditions.stream().filter(c -> c.is(type)).findFirst();
  }

  /** Whether the machine answers for the Service, as its Swap is wanted now. */
  public static boolean isSwapped(Swap swap) {
    return swap.getStatus() != null
        && holds(swap.getStatus().conditions(), ConditionType.Swapped, swap.getMetadata().getGeneration());
  }

  /** Whether the condition is there, is True, and speaks of this generation. */
  public static boolean holds(List<Condition> conditions, ConditionType type, long generation) {
    return find(conditions, type).filter(Condition::holds).filter(c -> c.observedGeneration() >= generation)
        .isPresent();
  }
}
