package dev.devsession.crash;

import java.util.Optional;

/** One thing that the operator does; each of its writes is a point to crash at. */
public interface Scenario {
  /** The state of the users' objects at the end. */
  enum End {
    /** Swapped, each with its mark; once their sessions are deleted, exactly as before. */
    swapped,
    /** Exactly as before. */
    restored,
    /** Deleted by their owner. */
    deleted
  }

  /** The name in the table and on the command line. */
  String name();

  /** The namespace that was prepared for one replay of this; empty: any will do. */
  default Optional<String> namespace() {
    return Optional.empty();
  }

  /** Creates the users' objects and starts the operator. @return the objects as they must be restored */
  default Snapshot prepare(Stage stage) {
    new SampleWorkloads(stage).create();
    stage.operator().start();
    return stage.snapshot().same();
  }

  /** Brings the namespace to the state in which the scenario begins. Writes until then don't count. */
  void setUp(Stage stage);

  /** The change that the operator has to follow. */
  void act(Stage stage);

  /** Whether the scenario has ended. Its exact end is compared with the end of a run without a crash. */
  boolean isEnded(Stage stage);

  /** Prepares the namespace for the next scenario: afterwards the users' objects must be as they were. */
  default void cleanUp(Stage stage) {
    stage.deleteSessions();
  }

  /** The state that the users' objects must have at the end. */
  End expectedEnd();

  /** Whether the process that crashes is up, or has done its work. */
  default boolean isUp(Stage stage) {
    return stage.operator().isReady();
  }

  /** The process that crashes. */
  default Victim victim(Stage stage) {
    return stage.operator();
  }
}
