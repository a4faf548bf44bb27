/** The user's command as a child process: found before it is needed, run in a group of its own, and ended whole. */
package dev.devsession.agent.child;
