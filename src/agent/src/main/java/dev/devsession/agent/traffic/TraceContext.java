package dev.devsession.agent.traffic;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** A trace of its own (W3C Trace Context, version 00), by which a tracing system finds the request. */
record TraceContext(String traceId, String parentId) {
  static TraceContext random() {
    var hex = HexFormat.of();
    var random = RandomGenerator.getDefault();
    // Neither may be all zeros.
    return new TraceContext(hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong() | 1),
        hex.toHexDigits(random.nextLong() | 1));
  }

  /** The header field; it asks for the trace to be recorded. */
  String traceparent() {
    return "00-" + traceId + "-" + parentId + "-01";
  }
}
