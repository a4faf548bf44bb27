package dev.devsession.conformance;

import dev.devsession.conformance.FramingPart.Expected;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Whether what came of a case is as expected, pure. */
final class FramingVerdict {
  static final String PASSED = "passed";
  private static final List<String> OTHERWISE = List.of("408", "413", "414", "417", "431", "501", "505");
  private static final int SHOWN = 200;

  private FramingVerdict() {}

  /** {@link #PASSED}, or what is wrong. */
  static String of(FramingCase all, Way way, FramingExchange seen) {
    if (seen.original().size() > 1 || seen.machine().size() > 1) {
      return "a server got more than one connection: " + show(seen);
    }
    var original = joined(seen.original());
    var machine = joined(seen.machine());
    return right(all.parts(), way, false, original, machine, seen.answered(), seen.ended()) ? PASSED : show(seen);
  }

  /** Whether these parts account for what remains of the servers' and the client's bytes. */
  private static boolean right(List<FramingPart> parts, Way way, boolean opaque, byte[] original, byte[] machine,
      byte[] answered, boolean ended) {
    if (parts.isEmpty()) {
      return original.length == 0 && machine.length == 0 && answered.length == 0 && ended;
    }
    var part = parts.getFirst();
    for (var expected : part.expected()) {
      boolean fits = switch (expected) {
        case PASSED, OPAQUE -> passed(parts, way, opaque || expected == Expected.OPAQUE, original, machine, answered,
            ended);
        case REFUSED -> original.length == 0 && machine.length == 0 && ended && status(answered).equals("400");
        case REFUSED_OTHERWISE -> original.length == 0 && machine.length == 0 && ended
            && OTHERWISE.contains(status(answered));
        case DROPPED -> original.length == 0 && machine.length == 0 && answered.length == 0 && ended;
        case CUT ->
          ended && (answered.length == 0 || status(answered).equals("400") || OTHERWISE.contains(status(answered)))
              && (beginning(original, part.arrives()) && machine.length == 0
                  || beginning(machine, part.arrives()) && original.length == 0);
      };
      if (fits) {
        return true;
      }
    }
    return false;
  }

  private static boolean passed(List<FramingPart> parts, Way way, boolean opaque, byte[] original, byte[] machine,
      byte[] answered, boolean ended) {
    var part = parts.getFirst();
    boolean toMachine = FramingScript.toMachine(part, way) && !opaque;
    var at = toMachine ? machine : original;
    if (!beginning(part.arrives(), at) || !beginning(part.answer(), answered)) {
      return false;
    }
    var rest = Arrays.copyOfRange(at, part.arrives().length, at.length);
    return right(parts.subList(1, parts.size()), way, opaque, toMachine ? original : rest, toMachine ? rest : machine,
        Arrays.copyOfRange(answered, part.answer().length, answered.length), ended);
  }

  private static boolean beginning(byte[] bytes, byte[] of) {
    return bytes.length <= of.length && Arrays.equals(bytes, 0, bytes.length, of, 0, bytes.length);
  }

  private static String status(byte[] answer) {
    var text = text(answer);
    return text.matches("(?s)HTTP/1\\.1 \\d{3} .*") ? text.substring(9, 12) : "";
  }

  private static byte[] joined(List<byte[]> connections) {
    var all = new ByteArrayOutputStream();
    connections.forEach(all::writeBytes);
    return all.toByteArray();
  }

  private static String show(FramingExchange seen) {
    return "the client got " + shown(seen.answered()) + (seen.ended() ? " and the end" : " and no end")
        + "; the original " + shown(joined(seen.original())) + "; the machine " + shown(joined(seen.machine()));
  }

  private static String shown(byte[] bytes) {
    if (bytes.length == 0) {
      return "nothing";
    }
    var text = text(bytes).replace("\\", "\\\\").replace("\r", "\\r").replace("\n", "\\n");
    return '"' + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…\" (" + bytes.length + " bytes)" : text + '"');
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
