/**
 * A session for as long as a command runs: {@code Progress} turns events into effects, and {@code RunningSession}
 * carries them out.
 */
package dev.devsession.agent.up;
