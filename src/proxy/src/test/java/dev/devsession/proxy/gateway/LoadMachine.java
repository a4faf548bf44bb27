package dev.devsession.proxy.gateway;

import dev.devsession.tunnel.ConnectionRole;
import java.io.OutputStream;

/** A developer's machine in a process of its own, which ends with its standard input. */
public final class LoadMachine {

  private LoadMachine() {}

  /** Of the session and tunnel port; prints for each authority the port that leads to it through the tunnel. */
  public static void main(String[] args) throws Exception {
    try (var machine = new Machine(Integer.parseInt(args[1]), Machine.identity(args[0], "ada"))) {
      machine.connect(ConnectionRole.REVERSE);
      var forward = machine.connect(ConnectionRole.FORWARD);
      for (int i = 2; i < args.length; i++) {
        System.out.println(machine.listen(forward, args[i]));
      }
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
