package dev.devsession.agent;

import dev.devsession.agent.up.TrafficChoice;
import dev.devsession.api.v1alpha1.SwapMode;
import dev.devsession.api.v1alpha1.WhenAway;
import dev.devsession.match.MatchSyntax;
import dev.devsession.match.RequestRule;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which traffic of the services that are typed comes to this machine. */
final class TrafficOptions {
  private static final int MAX_RULES = 16;

  /** The lower-case words of {@link WhenAway}. */
  enum Away {
    original,
    refuse
  }

  @Option(names = "--intercept", description = "Take only requests that match; the original answers all others.")
  private boolean intercept;

  @Option(names = "--mirror", description = "Take copies of requests that match; the original answers all.")
  private boolean mirror;

  @Option(names = "--match", paramLabel = "RULE", description = {
      "With --intercept or --mirror: which requests, any of several rules. Parts of a rule are joined by \" and \":",
      "'header x-user=ada', 'header x-user=ada*', 'header x-user~REGEX', 'cookie …', 'query …', 'path /api/*',",
      "'method GET,POST', 'baggage KEY=VALUE', 'not …', 'sni NAME' (TLS connections).",
      "Default: 'baggage devsession=SESSION' and, for browsers, 'cookie devsession=SESSION'."})
  private List<String> match = List.of();

  @Option(names = "--when-away", paramLabel = "WHO", description = "With --intercept: who answers requests that match "
      + "while this machine can't: ${COMPLETION-CANDIDATES}. Default: original.")
  private Away whenAway;

  @Option(names = "--unsafe",
      description = "With --mirror: copy requests that may change something too, gRPC included. "
          + "Both the original and this machine carry them out.")
  private boolean unsafe;

  @Option(names = "--answer-header",
      description = "With --intercept: answers to requests that match say who gave them, in "
          + "the header devsession-answered-by.")
  private boolean answerHeader;

  TrafficChoice choice(CommandSpec spec, boolean servicesTyped) {
    var shared = intercept || mirror;
    if (intercept && mirror) {
      throw wrong(spec, "--intercept and --mirror exclude each other");
    }
    if (!match.isEmpty() && !shared) {
      throw wrong(spec, "--match needs --intercept or --mirror: without one of them every request comes here");
    }
    if (whenAway != null && !intercept) {
      throw wrong(spec, "--when-away needs --intercept");
    }
    if (unsafe && !mirror) {
      throw wrong(spec, "--unsafe needs --mirror");
    }
    if (answerHeader && !intercept) {
      throw wrong(spec, "--answer-header needs --intercept");
    }
    if (shared && !servicesTyped) {
      throw wrong(spec, "--intercept and --mirror are for services that are typed, as in  devsession up orders=3000 "
          + "--intercept. A session that exists or stands in a file has the field mode for each of its services");
    }
    if (match.size() > MAX_RULES) {
      throw wrong(spec, "--match can be given at most " + MAX_RULES + " times");
    }
    return new TrafficChoice(intercept ? SwapMode.Intercept : mirror ? SwapMode.Mirror : SwapMode.Replace,
        match.stream().map(text -> rule(spec, text)).toList(),
        Optional.ofNullable(whenAway).map(w -> w == Away.refuse ? WhenAway.Refuse : WhenAway.Original), unsafe,
        answerHeader);
  }

  private static RequestRule rule(CommandSpec spec, String text) {
    try {
      return MatchSyntax.parse(text);
    } catch (IllegalArgumentException e) {
      throw wrong(spec, "--match: " + e.getMessage());
    }
  }

  private static ParameterException wrong(CommandSpec spec, String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
