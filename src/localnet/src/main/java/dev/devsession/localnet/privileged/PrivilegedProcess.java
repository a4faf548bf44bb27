package dev.devsession.localnet.privileged;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The agent's end of the pipes to the privileged process. */
final class PrivilegedProcess implements AutoCloseable {

  private static final Pattern FAILED = Pattern.compile(Pattern.quote(PrivilegedMain.FAILED) + "(-?\\d+) (.*)");
  private static final long END_SECONDS = 10;

  private final Process process;
  private final Writer requests;
  private final BufferedReader answers;

  private PrivilegedProcess(Process process) {
    this.process = process;
    this.requests = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.ISO_8859_1);
    this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.ISO_8859_1));
  }

  /**
   * Starts it and waits until it has locked the hosts file, possibly for as long as the user types a password.
   *
   * @throws IOException
   *           if it can't start or can't lock the file; the message says why, for people
   */
  static PrivilegedProcess start(List<String> command, long agentPid) throws IOException {
    PrivilegedProcess started = new PrivilegedProcess(new ProcessBuilder(command).start());
    Map<Integer, String> failures = started.request("agent", List.of(Long.toString(agentPid)));
    if (!failures.isEmpty()) {
      started.close();
      throw new IOException(failures.values().iterator().next());
    }
    return started;
  }

  /**
   * Sends a request and waits for the answer.
   *
   * @return the failures, by line
   * @throws IOException
   *           if the process has ended; the message is its last line on stderr
   */
  synchronized Map<Integer, String> request(String verb, List<String> lines) throws IOException {
    try {
      requests.write(verb + " " + lines.size() + "\n");
      for (String line : lines) {
        requests.write(line);
        requests.write('\n');
      }
      requests.flush();
    } catch (IOException e) {
      // The process has ended; its stderr says why.
    }
    Map<Integer, String> failures = new HashMap<>();
    for (String answer = answers.readLine(); answer != null; answer = answers.readLine()) {
      if (answer.equals(PrivilegedMain.DONE)) {
        return failures;
      }
      // Other lines aren't answers, such as a thread dump after Ctrl-\.
      Matcher matcher = FAILED.matcher(answer);
      if (matcher.matches()) {
        failures.put(Integer.valueOf(matcher.group(1)), matcher.group(2));
      }
    }
    throw new IOException(lastErrorLine());
  }

  /** Makes it undo its changes; it would do the same if this process were killed. */
  @Override
  public void close() {
    try {
      request("end", List.of());
      process.waitFor(END_SECONDS, TimeUnit.SECONDS);
    } catch (IOException e) {
      // It had ended before.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String lastErrorLine() throws IOException {
    List<String> lines = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).lines()
        .map(String::strip).filter(line -> !line.isEmpty()).toList();
    return lines.isEmpty() ? "it exited without a message" : PrintableText.printable(lines.getLast());
  }
}
