package dev.devsession.proxy.intercept;

import dev.devsession.proxy.routes.Target;

/** The route of whole connections that a session gets of a port. */
public record SessionShare(InterceptedPort port, Target machine) {}
