/**
 * Logs one JSON object a line to stdout, with the fields that the operator's logback writes; logback itself would add a
 * fifth to the time that a swap takes to start.
 */
package dev.devsession.proxy.logging;
