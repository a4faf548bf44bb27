package dev.devsession.localnet.privileged;

import dev.devsession.hosts.names.LoopbackAddresses;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request of the agent to the privileged process. On the wire, in ISO 8859-1: a line with the verb and the number of
 * lines that follow, then those. The answer: a line {@code devsession failed INDEX MESSAGE} for each that could not be
 * done, counted from 0, or with -1 if the whole request was refused; then {@code devsession done}.
 */
sealed interface PrivilegedRequest {

  /** The agent's pid, for messages to other agents; always the first request. */
  record Agent(long pid) implements PrivilegedRequest {}

  /** The lines of the block in the hosts file. */
  record Block(List<String> lines) implements PrivilegedRequest {}

  /** Listens on ports and passes their connections on. */
  record Listen(List<Relay> relays) implements PrivilegedRequest {}

  record Unlisten(List<Relay> relays) implements PrivilegedRequest {}

  /** Makes addresses usable. */
  record Alias(List<String> addresses) implements PrivilegedRequest {}

  record Unalias(List<String> addresses) implements PrivilegedRequest {}

  /** Undoes all changes and exits. */
  record End() implements PrivilegedRequest {}

  /**
   * From a port below 1024 to one of the same address.
   *
   * @param relayPort
   *          where the agent listens
   */
  record Relay(String address, int port, int relayPort) {

    private static final Pattern SHAPE = Pattern.compile("(\\S{7,15}) (\\d{1,5}) (\\d{1,5})");

    String line() {
      return address + " " + port + " " + relayPort;
    }

    static Relay parse(String line) {
      Matcher matcher = SHAPE.matcher(line);
      if (!matcher.matches()) {
        throw new IllegalArgumentException("must be an address and two ports: " + PrintableText.printable(line));
      }
      Relay relay = new Relay(loopback(matcher.group(1)), Integer.parseInt(matcher.group(2)),
          Integer.parseInt(matcher.group(3)));
      if (relay.port < 1 || relay.port > 1023 || relay.relayPort < 1024 || relay.relayPort > 65535) {
        throw new IllegalArgumentException("must lead from a port below 1024 to a higher one: " + line);
      }
      return relay;
    }
  }

  /**
   * Parses a request.
   *
   * @throws IllegalArgumentException
   *           if it isn't one of those above; the message says why
   */
  static PrivilegedRequest parse(String verb, List<String> lines) {
    return switch (verb) {
      case "agent" -> new Agent(Long.parseLong(only(lines)));
      case "block" -> new Block(lines);
      case "listen" -> new Listen(lines.stream().map(Relay::parse).toList());
      case "unlisten" -> new Unlisten(lines.stream().map(Relay::parse).toList());
      case "alias" -> new Alias(lines.stream().map(PrivilegedRequest::loopback).toList());
      case "unalias" -> new Unalias(lines.stream().map(PrivilegedRequest::loopback).toList());
      case "end" -> new End();
      default -> throw new IllegalArgumentException("no such request: " + PrintableText.printable(verb));
    };
  }

  private static String only(List<String> lines) {
    if (lines.size() != 1) {
      throw new IllegalArgumentException("must have one line, not " + lines.size());
    }
    return lines.getFirst();
  }

  private static String loopback(String address) {
    if (!LoopbackAddresses.covers(address)) {
      throw new IllegalArgumentException(
          "must be an IPv4 loopback address that names may have: " + PrintableText.printable(address));
    }
    return address;
  }
}
