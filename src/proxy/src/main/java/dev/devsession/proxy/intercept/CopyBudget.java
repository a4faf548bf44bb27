package dev.devsession.proxy.intercept;

/** The memory for copies of requests that a machine hasn't taken yet, for all clients of a port. */
public final class CopyBudget {

  /** For one client's connection. */
  public static final int MOST_OF_CONNECTION = 64 * 1024;
  private static final int MOST_OF_ALL = 4 * 1024 * 1024;

  private int held;

  /** The part of one client's connection to one machine. */
  public final class Share {
    private int heldHere;

    /** Whether so many more bytes may be held; they are from then on. */
    public boolean take(int bytes) {
      if (heldHere + bytes > MOST_OF_CONNECTION || held + bytes > MOST_OF_ALL) {
        return false;
      }
      heldHere += bytes;
      held += bytes;
      return true;
    }

    public void giveBack(int bytes) {
      heldHere -= bytes;
      held -= bytes;
    }
  }

  public Share share() {
    return new Share();
  }
}
