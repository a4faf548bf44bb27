package dev.devsession.conformance;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Cases of the program grpccases. */
record GrpcSuite(String name, String source, Set<Way> ways, String list) implements ConformanceSuite {
  static final GrpcSuite INTEROP = new GrpcSuite("gRPC interop", "gRPC: the interop cases of grpc-go 1.79.1",
      Set.of(Way.BARE, Way.NEVER, Way.ALWAYS), "interop");
  static final GrpcSuite ROUTING = new GrpcSuite("gRPC routing",
      "gRPC: streams of one connection to two servers, 10,000 interleaved; deadlines, cancellation, stalled readers",
      Set.of(Way.MIXED), "routing");

  @Override
  public Map<String, String> run(Way way, TestStand stand) throws Exception {
    var outcomes = new TreeMap<String, String>();
    for (var each : stand.programs().run("grpccases", "--list", list).output().lines().toList()) {
      var ended = stand.programs().run("grpccases", stand.at(way).host() + ":" + stand.at(way).grpc(), each);
      outcomes.put(each, ended.exitCode() == 0 ? PASSED : ended.output().strip());
    }
    return outcomes;
  }
}
