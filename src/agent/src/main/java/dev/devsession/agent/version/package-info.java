/** Which version the operator has, and whether it fits this agent's. */
package dev.devsession.agent.version;
