package dev.devsession.localnet.privileged;

import dev.devsession.console.AgentException;
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
 * The privileged process: carries out the requests that the agent writes to its stdin (see {@link PrivilegedRequest}),
 * and exits when stdin closes, however the agent ended. The launcher makes it ignore Ctrl-C in the terminal.
 */
public final class PrivilegedMain {

  static final String DONE = "devsession done";
  static final String FAILED = "devsession failed ";
  static final String HOSTS_FILE = "/etc/hosts";

  private static final Pattern HEAD = Pattern.compile("([a-z]{1,16}) (\\d{1,6})");
  private static final int LONGEST_LINE = 4096;

  private PrivilegedMain() {}

  /** @param args none, or the hosts file to use in place of the system's */
  public static void main(String[] args) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.ISO_8859_1);
    try (PrivilegedActions actions = new PrivilegedActions(Path.of(args.length > 0 ? args[0] : HOSTS_FILE),
        new LoopbackAliases("/sbin/ifconfig"))) {
      // Undoes the changes also when the system shuts down.
      Runtime.getRuntime().addShutdownHook(new Thread(actions::close, "undo"));
      serve(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.ISO_8859_1)), out, actions);
    } catch (AgentException | IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
    // Ends the connections through ports below 1024 too.
    System.exit(0);
  }

  /**
   * Reads requests until the end of input or the request to end.
   *
   * @throws IllegalArgumentException
   *           if the input isn't a request
   */
  static void serve(Reader in, PrintStream out, PrivilegedActions actions) throws IOException {
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
        failures = actions.execute(PrivilegedRequest.parse(matcher.group(1), lines));
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

  /** A line without its line break; null at the end of input or if the last line is incomplete. */
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
