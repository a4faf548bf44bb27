/** Which Service gets which names at which address, and why others get none. Pure: no cluster, no files. */
package dev.devsession.hosts.names;
