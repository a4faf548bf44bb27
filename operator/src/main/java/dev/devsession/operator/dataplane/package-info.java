/** What the pods of the data plane, proxies and gateways, have in common. */
package dev.devsession.operator.dataplane;
