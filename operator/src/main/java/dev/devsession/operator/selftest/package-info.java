/** The test that the chart brings: {@code helm test}. */
package dev.devsession.operator.selftest;
