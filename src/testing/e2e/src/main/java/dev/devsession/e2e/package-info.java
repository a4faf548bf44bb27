/** A real cluster with DevSession installed, for scenarios and benchmarks: the cluster, the chart, the shop, load. */
package dev.devsession.e2e;
