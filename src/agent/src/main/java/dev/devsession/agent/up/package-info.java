/**
 * A session for as long as a command runs: what is to be done is decided by functions without memory, and done at the
 * edge.
 */
package dev.devsession.agent.up;
