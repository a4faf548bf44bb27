/**
 * The agent's two connections to the gateway of its session: through which API server, as whom, and how they are kept
 * up.
 */
package dev.devsession.agent.tunnel;
