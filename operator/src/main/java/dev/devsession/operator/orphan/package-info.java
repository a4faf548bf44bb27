/**
 * Objects that no session accounts for, after a user stripped a finalizer, deleted a Swap or a whole CRD: the operator
 * restores marked workloads, withdraws claims of vanished sessions and removes leftover objects.
 */
package dev.devsession.operator.orphan;
