package dev.devsession.tunnel.hello;

import java.time.Instant;

/**
 * Why a gateway refuses an agent.
 *
 * @param code the kind of refusal
 * @param message for the person at the machine: what happened and what to do
 * @param who the connected agent, with {@link Code#OCCUPIED}; else null
 * @param since when that agent connected; else null
 */
public record HelloRefusal(Code code, String message, String who, Instant since) {

  /** Codes that a later version adds are read as {@link #OTHER}. */
  public enum Code {
    /** The two ends don't speak the same version of the tunnel. */
    VERSION("Version"),
    /** The gateway belongs to another session. */
    SESSION("Session"),
    /** Another agent is connected. */
    OCCUPIED("Occupied"),
    /** The hello was malformed. */
    MALFORMED("Malformed"),
    /** A reason that this version doesn't know; the message explains it. */
    OTHER("Other");

    private final String word;

    Code(String word) {
      this.word = word;
    }

    /** The word on the wire. */
    public String word() {
      return word;
    }

    static Code of(String word) {
      for (var code : values()) {
        if (code.word.equals(word)) {
          return code;
        }
      }
      return OTHER;
    }
  }

  public HelloRefusal(Code code, String message) {
    this(code, message, null, null);
  }
}
