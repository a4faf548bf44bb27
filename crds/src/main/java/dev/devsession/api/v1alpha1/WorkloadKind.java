package dev.devsession.api.v1alpha1;

/** The kinds of workload that can be swapped. */
public enum WorkloadKind {
  Deployment, StatefulSet
}
