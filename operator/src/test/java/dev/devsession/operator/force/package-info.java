/**
 * What users do by force, by mistake or at the same time: on a real control plane, with an operator in this process.
 */
package dev.devsession.operator.force;
