/** The health port: just enough HTTP/1.1 for probes. */
package dev.devsession.proxy.health;
