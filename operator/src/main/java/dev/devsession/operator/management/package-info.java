/** The management endpoints: liveness, readiness and metrics. */
package dev.devsession.operator.management;
