/** Restores a cluster when no operator is there to do it. */
package dev.devsession.agent.restore;
