package dev.devsession.agent.tunnel;

import java.util.Optional;

/**
 * The way that new connections take between this machine and the gateway.
 *
 * @param address
 *          of the short way; empty: by port-forward
 * @param why
 *          there is no short way, for people; empty if there is one or nobody offers one
 */
public record TunnelWay(Optional<String> address, Optional<String> why) {

  static TunnelWay shortWay(String address) {
    return new TunnelWay(Optional.of(address), Optional.empty());
  }

  static TunnelWay portForward(String why) {
    return new TunnelWay(Optional.empty(), Optional.of(why));
  }

  /** As people read it. */
  @Override
  public String toString() {
    return address.map(at -> "by TLS to the gateway at " + at)
        .orElseGet(() -> "by port-forward" + why.map(reason -> ": " + reason).orElse(""));
  }
}
