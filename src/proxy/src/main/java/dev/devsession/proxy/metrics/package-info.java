/**
 * What the data plane counts, and how a scrape sees it. Counters belong to the one event loop, so they are plain
 * numbers.
 */
package dev.devsession.proxy.metrics;
