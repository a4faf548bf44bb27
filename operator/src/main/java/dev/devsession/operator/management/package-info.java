/** What the cluster asks the operator itself: is it alive, is it ready, how is it doing. */
package dev.devsession.operator.management;
