/**
 * Replays what the operator does once per write to the API server, kills it there, starts it again, and compares the
 * end with that of a run without a crash.
 */
package dev.devsession.crash;
