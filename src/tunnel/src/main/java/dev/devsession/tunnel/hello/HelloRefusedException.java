package dev.devsession.tunnel.hello;

/** One end has refused the other; a retry helps only after something else has changed. */
public final class HelloRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient HelloRefusal refusal;

  public HelloRefusedException(HelloRefusal refusal) {
    super(refusal.message());
    this.refusal = refusal;
  }

  public HelloRefusal refusal() {
    return refusal;
  }
}
