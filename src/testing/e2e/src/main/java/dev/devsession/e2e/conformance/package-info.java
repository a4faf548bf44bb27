/** Conformance suites at Services of a cluster. */
package dev.devsession.e2e.conformance;
