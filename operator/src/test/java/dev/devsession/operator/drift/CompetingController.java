package dev.devsession.operator.drift;

/**
 * Another controller that sets {@code spec.replicas} of a workload, and resets it whenever it finds another value.
 */
interface CompetingController extends AutoCloseable {
  /** Its field manager. */
  String manager();

  /** Creates the workload and resets it from now on. */
  void start();

  /**
   * Adds the rule that {@link IgnoreRules} advises to its configuration. When this returns, no step without the rule is
   * running.
   */
  void addIgnoreRule();

  /** How often it has reset the workload; a write that is visible in the cluster is already counted. */
  int resetCount();

  @Override
  void close();
}
