/** A session's state in words. */
package dev.devsession.agent.status;
