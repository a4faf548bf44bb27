package dev.devsession.operator.drift;

import java.util.Map;

/** A controller that applies a manifest from Git. */
interface GitOpsTool extends CompetingController {
  /** A commit with another manifest. */
  void push(Map<String, Object> manifest);
}
