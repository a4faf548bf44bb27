package dev.devsession.hosts.names;

/** A name that the machine needs for itself, and why. */
public record RefusedName(String name, String reason) {}
