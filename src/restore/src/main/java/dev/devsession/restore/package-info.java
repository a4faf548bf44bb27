/**
 * The mark on a scaled-down workload, and the restore from it, which needs no operator and no custom resource.
 */
package dev.devsession.restore;
