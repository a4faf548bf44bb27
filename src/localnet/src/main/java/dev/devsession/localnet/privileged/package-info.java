/**
 * What needs rights that the agent doesn't have: a process that it starts with sudo, which does a few validated things
 * on its behalf and takes them all back when the agent is gone.
 */
package dev.devsession.localnet.privileged;
