/**
 * The DevSession side: checks the whole spec before anything is touched, then claims each Service at its Swap and
 * sums up what the Swaps say.
 */
package dev.devsession.operator.session;
