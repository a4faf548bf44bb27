package dev.devsession.tunnel.carrier.portforward;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Collects what Netty's leak detection reports; every buffer is tracked. */
final class Leaks {

  private static final List<String> REPORTS = new CopyOnWriteArrayList<>();

  private Leaks() {}

  /** Call before the first buffer is allocated. */
  static void track() {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new ResourceLeakDetectorFactory() {
      @Override
      @SuppressWarnings("deprecation") // the only method that must be overridden
      public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int samplingInterval, long max) {
        return new ResourceLeakDetector<>(resource, samplingInterval) {
          @Override
          protected void reportTracedLeak(String type, String records) {
            REPORTS.add(type + records);
          }

          @Override
          protected void reportUntracedLeak(String type) {
            REPORTS.add(type);
          }
        };
      }
    });
  }

  /** What leaked so far. A leaked buffer shows after a garbage collection and the next allocation. */
  static List<String> reports() {
    System.gc();
    for (int i = 0; i < 10; i++) {
      ByteBufAllocator.DEFAULT.directBuffer(16).release();
    }
    return List.copyOf(REPORTS);
  }
}
