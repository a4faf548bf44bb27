package dev.devsession.console;

import java.lang.reflect.Proxy;
import java.util.List;

/**
 * SIGINT and SIGTERM during the JVM's shutdown, which it would otherwise ignore. By reflection, since the compiler
 * refuses {@code sun.misc.Signal} beside {@code --release}, and there is no other API.
 */
final class SecondSignal {
  private SecondSignal() {}

  /** Runs this on each of the signals from now on; does nothing where the JVM has no such API. */
  static void handle(Runnable action) {
    try {
      var signal = Class.forName("sun.misc.Signal");
      var handler = Class.forName("sun.misc.SignalHandler");
      var proxy = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[]{handler},
          (self, method, arguments) -> {
            if (method.getName().equals("handle")) {
              action.run();
            }
            return null;
          });
      for (var name : List.of("INT", "TERM")) {
        signal.getMethod("handle", signal, handler).invoke(null, signal.getConstructor(String.class).newInstance(name),
            proxy);
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      // Then a second signal changes nothing.
    }
  }
}
