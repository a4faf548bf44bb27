/**
 * The gateways: each represents the machine of one session in the cluster, and shows whether it is connected.
 */
package dev.devsession.operator.gateway;
