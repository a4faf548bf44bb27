/**
 * Looks for what would keep a session from working, on the machine and in the cluster, and says who can mend it how.
 */
package dev.devsession.agent.doctor;
