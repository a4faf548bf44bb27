/** The command {@code logs}, and the logs beside a command of {@code up}. */
package dev.devsession.agent.logs;
