/**
 * Routes each stream of a client's HTTP/2 connection by itself: to a session's machine or to the original, over one
 * connection to each.
 */
package dev.devsession.proxy.http2;
