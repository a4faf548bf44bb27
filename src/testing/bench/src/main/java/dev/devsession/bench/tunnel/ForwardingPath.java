package dev.devsession.bench.tunnel;

/**
 * An open path from a client to the target.
 *
 * @param name title of its row
 * @param at where clients connect
 * @param reverse whether the target is on the developer's machine, and the client is not
 * @param processes whose time and memory are counted: the program on the machine, or the relay
 * @param end closes it
 */
record ForwardingPath(String name, HostAndPort at, boolean reverse, Processes processes,
    Runnable end) implements AutoCloseable {

  /** Opens the path, as often as needed. */
  @FunctionalInterface
  interface Opener {
    ForwardingPath open(EmulatedLink link) throws Exception;
  }

  @Override
  public void close() {
    end.run();
  }
}
