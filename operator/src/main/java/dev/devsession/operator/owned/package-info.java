/** Owners, names and writes of the objects that the operator creates. */
package dev.devsession.operator.owned;
