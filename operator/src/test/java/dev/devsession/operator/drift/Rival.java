package dev.devsession.operator.drift;

/**
 * Somebody else who writes {@code spec.replicas} of a workload, and writes it again when another value is found there.
 */
interface Rival extends AutoCloseable {
  /** The name it writes under. */
  String manager();

  /** Makes the workload and keeps it as it wants it from now on. */
  void start();

  /**
   * Configures, on its side, what {@link IgnoreRules} advises; no step that has begun without it goes on when this
   * returns.
   */
  void addRule();

  /** How often it has written to a workload that was there already; a write that can be seen there is counted. */
  int resets();

  @Override
  void close();
}
