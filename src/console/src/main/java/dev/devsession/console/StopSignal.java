package dev.devsession.console;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * SIGINT, SIGTERM and SIGHUP as a future. The JVM's shutdown waits until the command has cleaned up, and the process
 * then ends with the command's own exit code rather than with the signal's.
 */
public final class StopSignal {

  private static final long CLEAN_UP_SECONDS = 60;

  private final CompletableFuture<Void> asked = new CompletableFuture<>();
  private final CompletableFuture<Void> askedAgain = new CompletableFuture<>();
  private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();

  private StopSignal() {}

  public static StopSignal install() {
    StopSignal stop = new StopSignal();
    Runtime.getRuntime().addShutdownHook(new Thread(stop::finish, "stop"));
    return stop;
  }

  /** Completes when the process was asked to stop. */
  public CompletableFuture<Void> asked() {
    return asked;
  }

  /** Completes when the process was asked a second time, while it cleans up: it is to leave what it waits for. */
  public CompletableFuture<Void> askedAgain() {
    return askedAgain;
  }

  /** Ends the process. */
  public void exit(int code) {
    exitCode.complete(code);
    System.exit(code);
  }

  private void finish() {
    SecondSignal.handle(() -> askedAgain.complete(null));
    asked.complete(null);
    int code = ExitCode.FAILURE.code();
    try {
      code = exitCode.get(CLEAN_UP_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      System.err.println("error: clean-up did not finish within " + CLEAN_UP_SECONDS
          + " s. If names are left in the hosts file, remove them with: devsession hosts --clean");
    } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
      System.err.println("error: clean-up was interrupted: " + FailureText.of(e));
    }
    System.out.flush();
    System.err.flush();
    Runtime.getRuntime().halt(code);
  }
}
