/** DevSessions as the agent sees them: what it reads of them, and its requests to the API server. */
package dev.devsession.agent.session;
