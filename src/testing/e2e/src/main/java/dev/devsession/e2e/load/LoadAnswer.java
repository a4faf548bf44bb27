package dev.devsession.e2e.load;

/**
 * An answer that came whole.
 *
 * @param longestPauseNanos the longest time without a byte, from the sending of the request on
 */
record LoadAnswer(String body, long longestPauseNanos) {}
