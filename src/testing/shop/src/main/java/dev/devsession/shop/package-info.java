/**
 * The sample shop that the demo and the tests swap: {@code web → orders → stock}, three small HTTP services in one
 * program. Each answer names who gave it, so that a local process can be told from a pod.
 */
package dev.devsession.shop;
