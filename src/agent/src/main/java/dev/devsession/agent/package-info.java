/** The devsession command: its options, its exit codes and what it says to the person at the terminal. */
package dev.devsession.agent;
