/** What the two ends say before HTTP/2 begins: who comes, and whether they are let in. */
package dev.devsession.tunnel.hello;
