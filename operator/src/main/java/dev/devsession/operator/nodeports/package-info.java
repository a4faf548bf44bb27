/**
 * NodePort Services of our own: they make every Service of a namespace reachable at the node's address under the
 * Service's own port. The user's Services are never touched.
 */
package dev.devsession.operator.nodeports;
