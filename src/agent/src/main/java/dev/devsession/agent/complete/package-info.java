/** Completion of a command line that is being typed. */
package dev.devsession.agent.complete;
