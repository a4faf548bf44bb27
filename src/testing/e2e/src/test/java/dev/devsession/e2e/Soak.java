package dev.devsession.e2e;

/** Whether tests run in their long form: {@code make soak} sets the system property devsession.soak. */
final class Soak {
  static final boolean LONG = Boolean.getBoolean("devsession.soak");

  private Soak() {}

  /** One of two sizes: of every run, or of {@code make soak}. */
  static int size(int always, int soak) {
    return LONG ? soak : always;
  }
}
