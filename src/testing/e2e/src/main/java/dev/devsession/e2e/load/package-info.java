/**
 * Steady requests over HTTP/1.1 and HTTP/2 from a client that never tries twice, so that each one that fails is seen.
 */
package dev.devsession.e2e.load;
