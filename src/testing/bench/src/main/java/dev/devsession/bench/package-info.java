/** Measurements on a real cluster, each a program that prints a table. */
package dev.devsession.bench;
