/** The short way: TLS 1.3 over TCP to the gateway, where each end knows the one certificate that the other shows. */
package dev.devsession.tunnel.carrier.tls;
