/**
 * The gateway: the developer's machine as seen from inside the cluster, and the cluster as seen from the machine. One
 * per session; everything but name lookups runs on one Netty event loop.
 */
package dev.devsession.proxy.gateway;
