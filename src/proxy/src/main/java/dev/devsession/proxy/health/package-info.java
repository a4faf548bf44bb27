/** The health port: HTTP/1.1 for probes and scrapes. */
package dev.devsession.proxy.health;
