/** The way out: ends every session and restores every workload before the chart is removed. */
package dev.devsession.operator.uninstall;
