package dev.devsession.operator.drift;

import java.util.Map;

/** A rival that takes what it wants from Git. */
interface GitOpsTool extends Rival {
  /** A commit with another manifest. */
  void push(Map<String, Object> manifest);
}
