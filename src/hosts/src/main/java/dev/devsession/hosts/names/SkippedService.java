package dev.devsession.hosts.names;

/** A Service that gets no names, {@code name.namespace}, and why. */
public record SkippedService(String service, String reason) {}
