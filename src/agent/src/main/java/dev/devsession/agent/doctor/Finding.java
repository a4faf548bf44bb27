package dev.devsession.agent.doctor;

import dev.devsession.console.ExitCode;
import dev.devsession.console.TerminalLine;
import java.util.List;

/**
 * The result of one check.
 *
 * @param code {@link ExitCode#OK}, or what a session would fail with
 */
public record Finding(TerminalLine line, ExitCode code) {
  /** From harmless to hopeless. */
  private static final List<ExitCode> BY_WEIGHT = List.of(ExitCode.OK, ExitCode.FAILURE, ExitCode.NO_PERMISSION,
      ExitCode.NOT_INSTALLED, ExitCode.UNREACHABLE, ExitCode.BAD_INPUT);

  static Finding good(String topic, String text) {
    return new Finding(TerminalLine.done(topic, text), ExitCode.OK);
  }

  /** Worth knowing, but a session works without it. */
  static Finding note(String topic, String text) {
    return new Finding(TerminalLine.warning(topic, text), ExitCode.OK);
  }

  static Finding bad(ExitCode code, String topic, String text) {
    return new Finding(TerminalLine.warning(topic, text), code);
  }

  /** The worst of all. */
  public static ExitCode worst(List<Finding> findings) {
    return findings.stream().map(Finding::code)
        .max((a, b) -> Integer.compare(BY_WEIGHT.indexOf(a), BY_WEIGHT.indexOf(b))).orElse(ExitCode.OK);
  }
}
