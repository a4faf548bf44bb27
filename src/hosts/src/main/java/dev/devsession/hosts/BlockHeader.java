package dev.devsession.hosts;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Says in the file who wrote the block. */
public record BlockHeader(long pid, String context) {

  private static final Pattern PID = Pattern.compile("kept by devsession \\(pid (\\d+),");

  /** The process that wrote a block with these lines; empty if none of them says it. */
  public static OptionalLong pid(List<String> block) {
    return block.stream().map(PID::matcher).filter(Matcher::find).mapToLong(m -> Long.parseLong(m.group(1)))
        .findFirst();
  }

  private List<String> lines() {
    // A line break in a context's name must not start a line of its own.
    String oneLine = context.replaceAll("\\p{Cntrl}", "?");
    String bytes = new String(oneLine.getBytes(UTF_8), ISO_8859_1);
    return List.of(
        "# Names of Kubernetes services, kept by devsession (pid " + pid + ", context " + bytes + ").",
        "# Removed when it exits. If it is gone, remove them with: devsession hosts --clean");
  }

  /** The block with these lines under the header, as it stands in a hosts file. */
  public String block(List<String> names) {
    return HostsText.BEGIN + "\n" + String.join("\n", withNames(names)) + "\n" + HostsText.END + "\n";
  }

  /** The lines between the markers. */
  public List<String> withNames(List<String> names) {
    return Stream.concat(lines().stream(), names.stream()).toList();
  }
}
