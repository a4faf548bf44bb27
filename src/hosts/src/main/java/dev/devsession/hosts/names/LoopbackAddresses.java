package dev.devsession.hosts.names;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Gives each name an IPv4 loopback address of its own, the same on every machine and in every run as far as two names
 * don't hash to one address. An address that was given to one name is never given to another.
 *
 * <p>
 * Left out: 127.0.0.0/16, where localhost, the machine's own name, DNS stubs and container engines live;
 * 127.127.0.0/16, which ntpd reads as hardware clocks; and last parts 0 and 255, which look like a network and its
 * broadcast.
 */
public final class LoopbackAddresses {

  private static final int NETWORK = 127 << 24;
  private static final int CLOCKS = 127;

  private final Map<String, Integer> given;
  private final Map<Integer, String> holders;
  private Set<String> avoided = Set.of();

  /** None is given yet. */
  public LoopbackAddresses() {
    given = new HashMap<>();
    holders = new HashMap<>();
  }

  private LoopbackAddresses(LoopbackAddresses other) {
    given = new HashMap<>(other.given);
    holders = new HashMap<>(other.holders);
  }

  /** A copy with the same addresses; the two then change independently. */
  public LoopbackAddresses copy() {
    return new LoopbackAddresses(this);
  }

  /**
   * Adopts addresses that were given elsewhere, except where they contradict those given here.
   *
   * @param titles by address; an empty one reserves the address, so that no name gets it
   */
  public void adopt(Map<String, String> titles) {
    titles.forEach((address, title) -> {
      OptionalInt parsed = parse(address);
      if (parsed.isPresent() && isUsable(parsed.getAsInt())
          && holders.putIfAbsent(parsed.getAsInt(), title) == null && !title.isEmpty()) {
        given.putIfAbsent(title, parsed.getAsInt());
      }
    });
  }

  /** Whether this is an address that a name may get, in four decimal parts. */
  public static boolean covers(String address) {
    OptionalInt parsed = parse(address);
    return parsed.isPresent() && isUsable(parsed.getAsInt()) && format(parsed.getAsInt()).equals(address);
  }

  /** Sets the addresses that mean something else on this machine; names that have one of them already keep it. */
  public void avoid(Set<String> addresses) {
    avoided = Set.copyOf(addresses);
  }

  /** The address of this name, given now if it has none yet. */
  public String of(String title) {
    Integer address = given.get(title);
    if (address == null) {
      address = give(title);
    }
    return format(address);
  }

  private int give(String title) {
    for (int attempt = 0;; attempt++) {
      int address = NETWORK | mix(title.hashCode() + attempt * 0x9e3779b9) >>> 8;
      if (isUsable(address) && !avoided.contains(format(address)) && holders.putIfAbsent(address, title) == null) {
        given.put(title, address);
        return address;
      }
    }
  }

  /**
   * Spreads hash codes of names that are alike (the last step of MurmurHash3); string hashes are the same on every JVM.
   */
  private static int mix(int hash) {
    int mixed = (hash ^ hash >>> 16) * 0x85ebca6b;
    mixed = (mixed ^ mixed >>> 13) * 0xc2b2ae35;
    return mixed ^ mixed >>> 16;
  }

  private static boolean isUsable(int address) {
    int second = address >>> 16 & 255;
    int last = address & 255;
    return address >>> 24 == 127 && second != 0 && second != CLOCKS && last != 0 && last != 255;
  }

  private static String format(int address) {
    return (address >>> 24) + "." + (address >>> 16 & 255) + "." + (address >>> 8 & 255) + "." + (address & 255);
  }

  private static OptionalInt parse(String text) {
    if (!IpLiteral.isValid(text) || text.contains(":")) {
      return OptionalInt.empty();
    }
    int address = 0;
    for (String part : text.split("\\.")) {
      address = address << 8 | Integer.parseInt(part);
    }
    return OptionalInt.of(address);
  }
}
