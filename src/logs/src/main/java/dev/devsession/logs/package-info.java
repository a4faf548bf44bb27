/** The logs of a namespace's containers and of local processes, as one view in order of time. */
package dev.devsession.logs;
