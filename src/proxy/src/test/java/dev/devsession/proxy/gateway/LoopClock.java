package dev.devsession.proxy.gateway;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The clock of an event loop: the real time, which a test can advance. */
final class LoopClock implements Ticker {

  private final AtomicLong aheadNanos = new AtomicLong();

  final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("gateway"),
      NioIoHandler.newFactory()) {
    @Override
    protected IoEventLoop newChild(Executor executor, IoHandlerFactory handlers, Object... arguments) {
      return new SingleThreadIoEventLoop(this, executor, handlers) {
        @Override
        public Ticker ticker() {
          return LoopClock.this;
        }
      };
    }
  };

  /** Returns when all tasks that are due by then have run. */
  void advance(Duration duration) {
    aheadNanos.addAndGet(duration.toNanos());
    group.submit(() -> {}).syncUninterruptibly(); // makes the loop run the tasks that are due
    group.submit(() -> {}).syncUninterruptibly();
  }

  @Override
  public long nanoTime() {
    return Ticker.systemTicker().nanoTime() + aheadNanos.get();
  }

  @Override
  public long initialNanoTime() {
    return Ticker.systemTicker().initialNanoTime();
  }

  @Override
  public void sleep(long delay, TimeUnit unit) throws InterruptedException {
    Ticker.systemTicker().sleep(delay, unit);
  }
}
