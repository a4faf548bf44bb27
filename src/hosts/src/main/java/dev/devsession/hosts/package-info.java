/**
 * The block of names in the hosts file: a pure editor of the text, and around it what makes each edit safe: the lock,
 * the atomic replacement, and the journalled write in place.
 */
package dev.devsession.hosts;
