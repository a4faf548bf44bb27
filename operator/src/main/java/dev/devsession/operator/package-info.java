/** The operator's wiring: its settings and its start. */
package dev.devsession.operator;
