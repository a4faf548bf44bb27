package dev.devsession.conformance;

import java.io.IOException;
import java.nio.file.Path;

/** Two servers and a proxy before them, as processes of this machine. */
record LocalStand(TestStand stand, Servers original, Servers machine, ProxyUnderTest proxy) implements AutoCloseable {
  static LocalStand start(Path checkout, boolean whole) throws IOException, InterruptedException {
    var programs = SuitePrograms.build(checkout);
    var original = Servers.start("original", programs);
    var machine = Servers.start("machine", programs);
    var proxy = ProxyUnderTest.start(checkout, original.ports, machine.ports);
    var stand = new TestStand(programs, original.recorder, machine.recorder, proxy.ways(), false, whole);
    return new LocalStand(stand, original, machine, proxy);
  }

  @Override
  public void close() throws IOException {
    proxy.close();
    machine.close();
    original.close();
  }
}
