/** Pods that write numbered lines, and the account of what a reader of their logs shows. */
package dev.devsession.e2e.logs;
