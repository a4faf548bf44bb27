/** What all objects that the operator makes have in common: whom they belong to, how they are named and written. */
package dev.devsession.operator.owned;
