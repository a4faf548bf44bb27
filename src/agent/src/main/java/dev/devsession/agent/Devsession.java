package dev.devsession.agent;

import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import dev.devsession.console.FailureText;
import dev.devsession.console.OperatingSystem;
import dev.devsession.console.StopSignal;
import dev.devsession.console.Terminal;
import dev.devsession.console.Version;
import java.security.Security;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;

/** The devsession command line. */
@Command(name = "devsession", mixinStandardHelpOptions = true, versionProvider = Devsession.VersionLine.class,
    description = "Runs chosen services of a Kubernetes cluster on your machine.", synopsisSubcommandLabel = "COMMAND")
public final class Devsession {

  private static final String HOSTS_FILE_PROPERTY = "devsession.hosts";
  /** Default of an option. */
  static final String HOSTS_FILE = "${sys:" + HOSTS_FILE_PROPERTY + ":-/etc/hosts}";

  private final StopSignal stop;
  private final Terminal terminal;

  Devsession(StopSignal stop, Terminal terminal) {
    this.stop = stop;
    this.terminal = terminal;
  }

  public static void main(String[] args) {
    // By default the JVM caches a failed lookup for ten seconds. The agent must find the API server again sooner, once
    // the network is back.
    Security.setProperty("networkaddress.cache.negative.ttl", "1");
    if (OperatingSystem.current() == OperatingSystem.WINDOWS) {
      System.setProperty(HOSTS_FILE_PROPERTY, OperatingSystem.WINDOWS.hostsFile(System.getenv()));
    }
    StopSignal stop = StopSignal.install();
    Terminal terminal = new Terminal(System.out, System.err);
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> report(failure, terminal));
    int code = Subcommands.of(new Devsession(stop, terminal), args).setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((mistake, words) -> refuse(mistake, terminal))
        .setExecutionExceptionHandler((exception, line, parsed) -> report(exception, terminal)).execute(args);
    stop.exit(code);
  }

  StopSignal stop() {
    return stop;
  }

  Terminal terminal() {
    return terminal;
  }

  /** What {@code --version} prints; the version is read only then. */
  static final class VersionLine implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[]{"devsession " + Version.current()};
    }
  }

  /** Says what is wrong; the usage would hide that. */
  private static int refuse(CommandLine.ParameterException mistake, Terminal terminal) {
    terminal.error(mistake.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(mistake, System.err);
    terminal.remark("See  " + mistake.getCommandLine().getCommandSpec().qualifiedName() + " --help");
    return ExitCode.BAD_INPUT.code();
  }

  private static int report(Exception exception, Terminal terminal) {
    Throwable cause = exception instanceof ExecutionException && exception.getCause() != null
        ? exception.getCause()
        : exception;
    if (cause instanceof AgentException expected) {
      terminal.error(expected.getMessage());
      return expected.exitCode().code();
    }
    report(cause, terminal);
    return ExitCode.FAILURE.code();
  }

  private static void report(Throwable failure, Terminal terminal) {
    terminal.error(FailureText.of(failure));
    if (Boolean.getBoolean("devsession.debug")) {
      failure.printStackTrace();
    }
  }
}
