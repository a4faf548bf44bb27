/**
 * The gateways: each stands for the machine of one session inside the cluster, and tells whether the machine is there.
 */
package dev.devsession.operator.gateway;
