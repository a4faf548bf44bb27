package dev.devsession.proxy.health;

/**
 * What the health port says.
 *
 * @param status an HTTP status code
 * @param body   plain text, one line without its end
 */
public record Answer(int status, String body) {}
