/** Carries the bytes of one client connection to its target and back, ends and resets included. */
package dev.devsession.proxy.relay;
