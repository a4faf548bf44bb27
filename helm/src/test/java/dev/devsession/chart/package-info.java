/** Tests of the chart: what helm renders, and what a real API server makes of it. */
package dev.devsession.chart;
