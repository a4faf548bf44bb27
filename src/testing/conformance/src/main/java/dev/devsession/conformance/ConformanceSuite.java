package dev.devsession.conformance;

import java.util.Map;
import java.util.Set;

/** Cases that are run once on each way. */
public interface ConformanceSuite {
  String PASSED = "passed";

  String name();

  /** What it is, for the table. */
  String source();

  Set<Way> ways();

  /** Whether a case that fails at the bare server may fail otherwise behind the proxy. */
  default boolean failuresMayDiffer() {
    return true;
  }

  /** What came of each case: {@link #PASSED}, or what was seen instead. */
  Map<String, String> run(Way way, TestStand stand) throws Exception;
}
