package dev.devsession.proxy.relay;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads for lookups, which block. The first lookup starts them; idle threads end. */
final class LookupThreads {

  private static final int THREADS = 8;

  private static final ThreadPoolExecutor POOL = new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS,
      new LinkedBlockingQueue<>(), task -> {
        var thread = new Thread(task, "lookup");
        thread.setDaemon(true);
        return thread;
      });

  static {
    POOL.allowCoreThreadTimeOut(true);
  }

  private LookupThreads() {}

  static void execute(Runnable lookup) {
    POOL.execute(lookup);
  }
}
