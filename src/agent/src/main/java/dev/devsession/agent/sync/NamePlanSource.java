package dev.devsession.agent.sync;

import dev.devsession.hosts.HostsText;
import dev.devsession.hosts.names.NamePlan;

/** The names to write, as things stand. */
@FunctionalInterface
interface NamePlanSource {

  /** The names that leave alone what the rest of this text defines. Without effects. */
  NamePlan plan(HostsText text);

  /** Takes note that the names planned for this text are in the file: their addresses keep their meaning. */
  default void written(HostsText text, NamePlan plan) {}
}
