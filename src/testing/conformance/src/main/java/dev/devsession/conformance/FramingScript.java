package dev.devsession.conformance;

import dev.devsession.conformance.FramingPart.Expected;
import dev.devsession.conformance.RecordingServer.Scripted;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Which server answers what, pure. */
final class FramingScript {
  private FramingScript() {}

  /** Whether the part goes to the machine, if it is passed. */
  static boolean toMachine(FramingPart part, Way way) {
    return way == Way.ALWAYS || way == Way.MIXED && part.asksForMachine();
  }

  /** What a server answers: one of the two sides of a way. */
  static List<Scripted> of(FramingCase all, Way way, boolean machine) {
    var script = new ArrayList<Scripted>();
    long after = 0;
    boolean opaque = false;
    for (var part : all.parts()) {
      opaque |= part.may(Expected.OPAQUE) && !part.may(Expected.PASSED);
      if (!part.mayBeAnswered()) {
        break;
      }
      if (machine == (toMachine(part, way) && !opaque)) {
        after += part.arrives().length;
        script.add(new Scripted(after, part.answer(), ends(part)));
      }
    }
    return script;
  }

  /** Whether the server ends the connection after its answer. */
  private static boolean ends(FramingPart part) {
    var both = new String(part.arrives(), StandardCharsets.ISO_8859_1) + new String(part.answer(),
        StandardCharsets.ISO_8859_1);
    var text = both.toLowerCase(Locale.ROOT);
    return text.contains("connection: close") || text.contains(" http/1.0\r\n") && !text.contains("keep-alive");
  }
}
