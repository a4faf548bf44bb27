/** Private keys, for both ends: those of kubeconfigs, and those with which proxies decrypt. */
package dev.devsession.tunnel.keys;
