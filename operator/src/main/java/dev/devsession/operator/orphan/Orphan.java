package dev.devsession.operator.orphan;

import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.restore.Mark;
import dev.devsession.restore.SelectorMark;
import dev.devsession.restore.Workload;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;

/** An object, or a part of one, that no session accounts for any more. */
sealed interface Orphan {
  /** A workload whose mark names a Swap that isn't there: the operator restores it. */
  record ScaledDown(Workload workload, Mark.Readable mark) implements Orphan {}

  /** A Service whose selector leads to the proxies of a Swap that isn't there: the operator restores it. */
  record Switched(Service service, SelectorMark mark) implements Orphan {}

  /** A scaled-down workload whose original replicas nothing records: the operator reports it in an Event. */
  record Unreadable(Workload workload, String what) implements Orphan {}

  /** A claim whose session isn't there: the operator withdraws it. */
  record Claimed(Swap swap, String session) implements Orphan {}

  /** An object of a Swap or session that isn't there: the operator deletes it. */
  record Forgotten(HasMetadata object) implements Orphan {}
}
