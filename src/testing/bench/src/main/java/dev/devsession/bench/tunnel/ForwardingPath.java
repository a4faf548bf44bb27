package dev.devsession.bench.tunnel;

/**
 * A way from a client to the target, open.
 *
 * @param name what its row is called
 * @param at where clients connect
 * @param reverse whether the target is at the developer's machine, and the client elsewhere
 * @param processes whose time and memory are counted: the program on the machine, or the relay
 * @param end closes it
 */
record ForwardingPath(String name, HostAndPort at, boolean reverse, Processes processes,
    Runnable end) implements AutoCloseable {

  /** Something that can be opened as often as needed. */
  @FunctionalInterface
  interface Opener {
    ForwardingPath open(EmulatedLink link) throws Exception;
  }

  @Override
  public void close() {
    end.run();
  }
}
