package dev.devsession.crash;

import java.util.Optional;

/** One thing that the operator does, whose every write is a point to crash at. */
public interface Scenario {
  /** What the users' objects are in the end. */
  enum End {
    /** SwappedState, each with its mark; once their sessions are deleted, exactly as before. */
    swapped,
    /** Exactly as before. */
    restored,
    /** Deleted by their owner. */
    deleted
  }

  /** As the table and the command line have it. */
  String name();

  /** The namespace that was prepared for playing this once; empty: any will do. */
  default Optional<String> namespace() {
    return Optional.empty();
  }

  /** Makes the users' objects and starts the operator. @return the objects as they are to be restored */
  default Snapshot prepare(Stage stage) {
    new SampleWorkloads(stage).put();
    stage.operator().start();
    return stage.snapshot().same();
  }

  /** Brings the namespace to where it begins. Writes until here don't count. The operator runs. */
  void setUp(Stage stage);

  /** What somebody does, and the operator has to follow. */
  void act(Stage stage);

  /** Whether it has come to its end. How exactly that looks is compared with a run that didn't crash. */
  boolean isEnded(Stage stage);

  /** Leaves the namespace to the next scenario: afterwards the users' objects must be as they were. */
  default void leave(Stage stage) {
    stage.deleteSessions();
  }

  /** What has become of the users' objects at the end. */
  End end();

  /** Whether the process that crashes is up, or has done its work. */
  default boolean isUp(Stage stage) {
    return stage.operator().isReady();
  }

  /** The process that crashes. */
  default Victim victim(Stage stage) {
    return stage.operator();
  }
}
