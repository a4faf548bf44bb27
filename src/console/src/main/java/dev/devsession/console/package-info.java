/** What commands say at the terminal, and the exit codes they end with. */
package dev.devsession.console;
