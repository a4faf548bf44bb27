/** Runs conformance suites at bare servers and through a proxy whose session gets nothing, or all, and compares. */
package dev.devsession.conformance;
