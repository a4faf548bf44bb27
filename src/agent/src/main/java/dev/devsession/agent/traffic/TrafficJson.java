package dev.devsession.agent.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Counts as a part of a session's JSON. Pure. */
public final class TrafficJson {
  private TrafficJson() {}

  /** The session, with a field {@code requests} for each Service of its status whose counters could be read. */
  public static JsonNode add(JsonNode session, TrafficReport report) {
    var all = session.deepCopy();
    if (report instanceof TrafficReport.Counted(var byService)) {
      all.path("status").path("services").forEach(service -> {
        var counts = byService.get(service.path("name").asText());
        if (counts != null) {
          write(((ObjectNode) service).putObject("requests"), counts);
        }
      });
    }
    return all;
  }

  private static void write(ObjectNode json, RequestCounts counts) {
    json.put("all", counts.all()).put("matched", counts.matched()).put("alsoMatched", counts.alsoMatched())
        .put("mirrored", counts.mirrored());
    write(json.putObject("fellBack"), counts.fellBack());
    write(json.putObject("refused"), counts.refused());
    write(json.putObject("copiesLost"), counts.copiesLost());
  }

  private static void write(ObjectNode json, Map<String, Long> byReason) {
    byReason.forEach(json::put);
  }
}
