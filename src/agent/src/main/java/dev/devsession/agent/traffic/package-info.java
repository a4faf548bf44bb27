/** What became of the requests of a session's Services, as the proxies count them. */
package dev.devsession.agent.traffic;
