package dev.devsession.agent.sync;

/**
 * A Service's port that a process on this machine answers.
 *
 * @param service
 *          in the session's namespace
 * @param port
 *          as callers know it
 * @param hostPort
 *          where the process listens on localhost
 */
public record LocalPort(String service, int port, int hostPort) {}
