/**
 * Writes {@code dist/}, what a release consists of: images for two platforms, the chart, agents with their own Java
 * runtime, a Python package, and what describes and proves them.
 */
package dev.devsession.dist;
