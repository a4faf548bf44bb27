/**
 * What nobody accounts for any more, after somebody stripped a finalizer, deleted a Swap or a whole CRD: marked
 * workloads are woken, claims of vanished sessions withdrawn, forgotten objects removed.
 */
package dev.devsession.operator.orphan;
