/**
 * Reads what the environment of a workload's container is made of, with the developer's own rights, and what of it a
 * process on this machine gets.
 */
package dev.devsession.agent.environment;
