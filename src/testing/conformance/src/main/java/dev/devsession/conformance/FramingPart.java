package dev.devsession.conformance;

import java.util.List;

/**
 * One request of a case, or what looks like one.
 *
 * @param sent the client's bytes
 * @param arrives what a server gets of them if they are passed
 * @param answer the server's bytes
 * @param expected any of these is right
 * @param asksForMachine whether it carries what {@link Way#MIXED} looks for, if it is a request
 */
record FramingPart(byte[] sent, byte[] arrives, byte[] answer, List<Expected> expected, boolean asksForMachine) {
  /** What may become of it. */
  enum Expected {
    /** One server gets it and answers. */
    PASSED,
    /** It is no request, so it goes to the original, with all that follows. */
    OPAQUE,
    /** No server gets a byte of it; the client gets 400 and the connection's end. */
    REFUSED,
    /** No server gets a byte of it; the client gets 408, 413, 414, 417, 431, 501 or 505, and the connection's end. */
    REFUSED_OTHERWISE,
    /** One server may get a beginning of it, and then the client's connection ends, with a refusal or without. */
    CUT,
    /** No server gets a byte of it, and the client gets nothing but the connection's end. */
    DROPPED
  }

  boolean may(Expected what) {
    return expected.contains(what);
  }

  /** Whether a server is expected to answer it. */
  boolean mayBeAnswered() {
    return may(Expected.PASSED) || may(Expected.OPAQUE);
  }
}
