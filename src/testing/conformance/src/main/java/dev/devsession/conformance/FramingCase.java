package dev.devsession.conformance;

import dev.devsession.conformance.FramingPart.Expected;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Bytes on one connection and what may become of them, read from a file. Lines that begin with {@code #} say what the
 * case is about. Each line {@code --- EXPECTED[|EXPECTED] [machine]} begins a request; {@code --- arrives} says what
 * the server gets if that isn't what was sent, {@code --- answer} what it answers if that isn't {@code 200}. The bytes
 * are the lines below without their ends, with \r, \n, \t, \\ and \xHH for others; a line {@code *N TEXT} stands for
 * N times TEXT.
 */
record FramingCase(String name, List<FramingPart> parts) {
  static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  /** Reads a file below the folder of the cases. */
  static FramingCase read(Path folder, Path file) throws IOException {
    var name = folder.relativize(file).toString().replace(".http", "");
    try {
      return new FramingCase(name, parse(Files.readString(file)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  static List<FramingPart> parse(String text) {
    var parts = new ArrayList<FramingPart>();
    for (var section : text.split("(?m)^--- ", -1)) {
      int end = section.indexOf('\n');
      if (section.isEmpty() || section.startsWith("#")) {
        continue;
      }
      var bytes = bytes(section.substring(end + 1));
      var title = section.substring(0, end).strip();
      if (title.equals("arrives") || title.equals("answer")) {
        var last = parts.removeLast();
        parts.add(new FramingPart(last.sent(), title.equals("arrives") ? bytes : last.arrives(),
            title.equals("answer") ? bytes : last.answer(), last.expected(), last.asksForMachine()));
      } else {
        parts.add(part(title, bytes));
      }
    }
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("expected a line that begins with ---");
    }
    return parts;
  }

  private static FramingPart part(String title, byte[] sent) {
    var words = title.split(" ");
    if (words.length > 2 || words.length == 2 && !words[1].equals("machine")) {
      throw new IllegalArgumentException("expected --- EXPECTED[|EXPECTED] [machine], got --- " + title);
    }
    var expected = Arrays.stream(words[0].split("\\|")).map(w -> Expected.valueOf(w.toUpperCase(Locale.ROOT))).toList();
    return new FramingPart(sent, sent, ANSWER.getBytes(StandardCharsets.US_ASCII), expected, words.length == 2);
  }

  private static byte[] bytes(String text) {
    return text.lines().map(FramingCase::repeated).collect(Collectors.joining()).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String repeated(String line) {
    if (!line.startsWith("*")) {
      return unescaped(line);
    }
    int space = line.indexOf(' ');
    return unescaped(line.substring(space + 1)).repeat(Integer.parseInt(line.substring(1, space)));
  }

  private static String unescaped(String line) {
    var out = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      switch (line.charAt(++i)) {
        case 'r' -> out.append('\r');
        case 'n' -> out.append('\n');
        case 't' -> out.append('\t');
        case '\\' -> out.append('\\');
        case 'x' -> {
          out.append((char) Integer.parseInt(line.substring(i + 1, i + 3), 16));
          i += 2;
        }
        default -> throw new IllegalArgumentException("expected \\r, \\n, \\t, \\\\ or \\xHH in " + line);
      }
    }
    return out.toString();
  }
}
