/**
 * The mark that a sleeping workload carries, and all that is needed to wake it again: no operator, no custom resource.
 */
package dev.devsession.mark;
