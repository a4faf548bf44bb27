package dev.devsession.conformance;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Two servers and a proxy before them.
 *
 * @param whole whether suites run in their long form
 */
record TestStand(SuitePrograms programs, Servers original, Servers machine, ProxyUnderTest proxy, boolean whole)
    implements
      AutoCloseable {

  static TestStand start(Path checkout, boolean whole) throws IOException, InterruptedException {
    var programs = SuitePrograms.build(checkout);
    var original = Servers.start("original", programs);
    var machine = Servers.start("machine", programs);
    return new TestStand(programs, original, machine, ProxyUnderTest.start(checkout, original.ports, machine.ports),
        whole);
  }

  @Override
  public void close() throws IOException {
    proxy.close();
    machine.close();
    original.close();
  }
}
