package dev.devsession.bench.tunnel;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The options of the benchmark.
 *
 * @param rounds that count
 * @param seconds for each figure
 * @param delays round trips of the links, in ms; one of 80 or more also has no more than 100 Mbit/s
 * @param warmUp whether each path is warmed up before it is measured
 * @param cluster whether the paths through a cluster are measured too
 * @param page the page to write
 * @param only the rows whose names begin so; empty: all rows
 * @param more additional rows: name and command
 */
record TunnelOptions(int rounds, int seconds, List<Integer> delays, boolean warmUp, boolean cluster,
    Path page, List<String> only, Map<String, String> more) {

  static final String USAGE = "expected rounds=NUMBER, seconds=NUMBER, delays=MS,MS,…, warmUp=yes|no, cluster=yes|no, "
      + "page=FILE, only=ROW,ROW,… and "
      + "--with NAME=COMMAND, where COMMAND listens at $LISTEN_PORT and connects to $TARGET_HOST:$TARGET_PORT";

  /**
   * Reads the options of the command line.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  static TunnelOptions of(Path page, String... words) {
    var options = new TunnelOptions(5, 1, List.of(0, 20, 80), true, true, page, List.of(), Map.of());
    for (int i = 0; i < words.length; i++) {
      boolean with = words[i].equals("--with") && i + 1 < words.length;
      var option = (with ? words[++i] : words[i]).split("=", 2);
      if (option.length < 2 || option[1].isBlank()) {
        throw new IllegalArgumentException(USAGE + "; got " + String.join(" ", words));
      }
      options = with ? options.plus(option[0], option[1]) : options.set(option[0], option[1]);
    }
    return options;
  }

  private TunnelOptions set(String name, String value) {
    return switch (name) {
      case "rounds" -> new TunnelOptions(number(value), seconds, delays, warmUp, cluster, page, only, more);
      case "seconds" -> new TunnelOptions(rounds, number(value), delays, warmUp, cluster, page, only, more);
      case "delays" -> new TunnelOptions(rounds, seconds, numbers(value), warmUp, cluster, page, only, more);
      case "warmUp" -> new TunnelOptions(rounds, seconds, delays, value.equals("yes"), cluster, page, only, more);
      case "cluster" -> new TunnelOptions(rounds, seconds, delays, warmUp, value.equals("yes"), page, only, more);
      case "page" -> new TunnelOptions(rounds, seconds, delays, warmUp, cluster, Path.of(value), only, more);
      case "only" -> new TunnelOptions(rounds, seconds, delays, warmUp, cluster, page, List.of(value.split(",")), more);
      default -> throw new IllegalArgumentException(USAGE + "; got " + name + "=" + value);
    };
  }

  boolean wants(String row) {
    return only.isEmpty() || only.stream().anyMatch(row::startsWith);
  }

  private TunnelOptions plus(String name, String command) {
    var both = new LinkedHashMap<>(more);
    both.put(name, command);
    return new TunnelOptions(rounds, seconds, delays, warmUp, cluster, page, only, both);
  }

  private static List<Integer> numbers(String text) {
    var numbers = new ArrayList<Integer>();
    for (var part : text.split(",")) {
      numbers.add(part.equals("0") ? 0 : number(part));
    }
    return numbers;
  }

  private static int number(String text) {
    if (!text.matches("[1-9]\\d{0,5}")) {
      throw new IllegalArgumentException(USAGE + "; no positive number: " + text);
    }
    return Integer.parseInt(text);
  }

  /** The rate of the link with this round trip. */
  static int megabits(int delayMillis) {
    return delayMillis >= 80 ? 100 : 0;
  }
}
