/** Puts a cluster back as it was when no operator is there to do it. */
package dev.devsession.agent.restore;
