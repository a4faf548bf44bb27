package dev.devsession.conformance;

import dev.devsession.conformance.FramingExchange.Pieces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Odd and malformed requests: each is refused, or passed as it is to just one server. */
record FramingSuite(List<FramingCase> cases) implements ConformanceSuite {
  private static final Path FOLDER = Path.of("src/testing/conformance/src/main/resources/framing");

  static FramingSuite read(Path checkout) throws IOException {
    var folder = checkout.resolve(FOLDER);
    try (var files = Files.walk(folder)) {
      var cases = new ArrayList<FramingCase>();
      for (var file : files.filter(f -> f.toString().endsWith(".http")).sorted().toList()) {
        cases.add(FramingCase.read(folder, file));
      }
      return new FramingSuite(cases);
    }
  }

  @Override
  public String name() {
    return "framing";
  }

  @Override
  public String source() {
    return "HTTP/1.1: odd and malformed requests (RFC 9112), in one write and in small pieces";
  }

  @Override
  public Set<Way> ways() {
    return Set.of(Way.NEVER, Way.ALWAYS, Way.MIXED);
  }

  @Override
  public Map<String, String> run(Way way, TestStand stand) throws Exception {
    var outcomes = new TreeMap<String, String>();
    for (var each : cases) {
      for (var pieces : Pieces.values()) {
        var verdict = play(each, way, pieces, stand);
        outcomes.put(each.name() + (pieces == Pieces.WHOLE ? "" : " (in pieces)"),
            stand.relayed() && !verdict.equals(PASSED) ? play(each, way, pieces, stand) : verdict);
      }
    }
    return outcomes;
  }

  private static String play(FramingCase each, Way way, Pieces pieces, TestStand stand)
      throws IOException, InterruptedException {
    return FramingVerdict.of(each, way,
        FramingExchange.play(each, way, stand.at(way), stand.original(), stand.machine(), pieces));
  }
}
