package dev.devsession.proxy.routes;

/** Where the connections of a listening port go. */
public sealed interface Destination permits Target, Intercept {}
