/**
 * The way between an operator and the API server, on which its writes are counted and a process can be ended at one.
 */
package dev.devsession.crash.tap;
