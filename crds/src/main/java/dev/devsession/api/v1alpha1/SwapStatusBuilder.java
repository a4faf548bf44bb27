package dev.devsession.api.v1alpha1;

import java.util.List;

/** Makes a {@link SwapStatus} field by field; what isn't set is absent. */
public final class SwapStatusBuilder {
  private Long observedGeneration;
  private List<Condition> conditions;
  private String holder;
  private String claim;
  private String since;
  private String queued;
  private WorkloadRef workload;
  private Integer originalReplicas;
  private Integer originalUnready;
  private String original;
  private String routes;
  private String mark;
  private Resets resets;
  private List<Sharer> sharers;
  private Outages outages;

  public SwapStatusBuilder() {}

  /** Begins with all of another status. */
  public SwapStatusBuilder(SwapStatus other) {
    observedGeneration = other.observedGeneration();
    conditions = other.conditions();
    holder = other.holder();
    claim = other.claim();
    since = other.since();
    queued = other.queued();
    workload = other.workload();
    originalReplicas = other.originalReplicas();
    originalUnready = other.originalUnready();
    original = other.original();
    routes = other.routes();
    mark = other.mark();
    resets = other.resets();
    sharers = other.sharers();
    outages = other.outages();
  }

  public SwapStatusBuilder withObservedGeneration(Long value) {
    observedGeneration = value;
    return this;
  }

  public SwapStatusBuilder withConditions(List<Condition> value) {
    conditions = value;
    return this;
  }

  public SwapStatusBuilder withHolder(String value) {
    holder = value;
    return this;
  }

  public SwapStatusBuilder withClaim(String value) {
    claim = value;
    return this;
  }

  public SwapStatusBuilder withSince(String value) {
    since = value;
    return this;
  }

  public SwapStatusBuilder withQueued(String value) {
    queued = value;
    return this;
  }

  public SwapStatusBuilder withWorkload(WorkloadRef value) {
    workload = value;
    return this;
  }

  public SwapStatusBuilder withOriginalReplicas(Integer value) {
    originalReplicas = value;
    return this;
  }

  public SwapStatusBuilder withOriginalUnready(Integer value) {
    originalUnready = value;
    return this;
  }

  public SwapStatusBuilder withOriginal(String value) {
    original = value;
    return this;
  }

  public SwapStatusBuilder withRoutes(String value) {
    routes = value;
    return this;
  }

  public SwapStatusBuilder withMark(String value) {
    mark = value;
    return this;
  }

  public SwapStatusBuilder withResets(Resets value) {
    resets = value;
    return this;
  }

  public SwapStatusBuilder withSharers(List<Sharer> value) {
    sharers = value;
    return this;
  }

  public SwapStatusBuilder withOutages(Outages value) {
    outages = value;
    return this;
  }

  public SwapStatus build() {
    return new SwapStatus(observedGeneration, conditions, holder, claim, since, queued, workload, originalReplicas,
        originalUnready, original,
        routes, mark, resets, sharers, outages);
  }
}
