package dev.devsession.localnet.privileged;

import dev.devsession.console.FailureText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The privileged process: does what the agent orders on stdin, see {@link PrivilegedRequest}, and ends when that is
 * closed, however the agent ended. The launcher has it ignore what Ctrl-C sends to all processes of the terminal.
 */
public final class PrivilegedMain {

  static final String DONE = "devsession done";
  static final String FAILED = "devsession failed ";
  static final String HOSTS_FILE = "/etc/hosts";

  private static final Pattern HEAD = Pattern.compile("([a-z]{1,16}) (\\d{1,6})");
  private static final int LONGEST_LINE = 4096;

  private PrivilegedMain() {}

  /** @param args none, or the hosts file to use in place of the system's */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.ISO_8859_1);
    try (PrivilegedActions deeds = new PrivilegedActions(Path.of(args.length > 0 ? args[0] : HOSTS_FILE),
        new LoopbackAliases("/sbin/ifconfig"))) {
      // Also when the system shuts down.
      Runtime.getRuntime().addShutdownHook(new Thread(deeds::close, "take back"));
      serve(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.ISO_8859_1)), out, deeds);
    } catch (IOException | RuntimeException e) {
      System.err.println(FailureText.of(e));
      System.exit(1);
    }
    // Connections through ports below 1024 end with their agent.
    System.exit(0);
  }

  /**
   * Reads orders until the end of input or the order to end.
   *
   * @throws IllegalArgumentException
   *           if what comes are no orders
   */
  static void serve(Reader in, PrintStream out, PrivilegedActions deeds) throws IOException {
    for (String head = line(in); head != null; head = line(in)) {
      Matcher matcher = HEAD.matcher(head);
      if (!matcher.matches()) {
        throw new IllegalArgumentException("must be a verb and a number of lines: " + PrintableText.printable(head));
      }
      List<String> lines = new ArrayList<>();
      for (int i = Integer.parseInt(matcher.group(2)); i > 0; i--) {
        String line = line(in);
        if (line == null) {
          return;
        }
        lines.add(line);
      }
      List<PrivilegedActions.Failure> failures;
      try {
        failures = deeds.execute(PrivilegedRequest.parse(matcher.group(1), lines));
      } catch (IllegalArgumentException e) {
        failures = List.of(new PrivilegedActions.Failure(PrivilegedActions.Failure.ALL, e.getMessage()));
      }
      for (PrivilegedActions.Failure failure : failures) {
        out.print(FAILED + failure.line() + " " + PrintableText.printable(failure.message()) + "\n");
      }
      out.print(DONE + "\n");
      out.flush();
      if (matcher.group(1).equals("end")) {
        return;
      }
    }
  }

  /** A line without its end; null when there is no whole one any more. */
  private static String line(Reader in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c == '\n') {
        return line.toString();
      }
      if (line.length() == LONGEST_LINE) {
        throw new IllegalArgumentException("a line is longer than " + LONGEST_LINE + " characters");
      }
      line.append((char) c);
    }
    return null;
  }
}
