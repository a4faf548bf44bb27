/**
 * Who else writes to a swapped workload, and what tells each of them to leave {@code spec.replicas} alone. Pure: from a
 * managedFields entry to words.
 */
package dev.devsession.operator.drift;
