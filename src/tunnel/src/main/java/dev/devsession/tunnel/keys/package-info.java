/** Keys: private ones of kubeconfigs, those with which proxies decrypt, and those that two ends make for each other. */
package dev.devsession.tunnel.keys;
