package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.api.v1alpha1.ReasonedMessage;
import dev.devsession.api.v1alpha1.Resets;
import dev.devsession.restore.Workload;
import java.time.Duration;

/**
 * The next step, and what the status says of the present.
 *
 * @param workload the workload concerned, or null
 * @param refusal why the holder's claim can't be served, or null
 * @param says what condition Swapped says; it holds exactly if {@link ConditionReason#isServed()}
 * @param resets how often others have reset the workload, once the step is executed; or null
 * @param recheck when to look again even if no event comes, or null
 * @param shared how a Service that is shared stands; null for a Service that is replaced
 */
record Decision(Step step, Workload workload, ReasonedMessage refusal, ReasonedMessage says, Resets resets,
    Duration recheck, SharedState shared) {
  static Decision of(Step step, Workload workload, ReasonedMessage says) {
    return new Decision(step, workload, null, says, null, null, null);
  }

  ConditionReason reason() {
    return says.reason();
  }

  Decision on(Workload newer) {
    return new Decision(step, newer, refusal, says, resets, recheck, shared);
  }

  Decision refused(ReasonedMessage why) {
    return new Decision(step, workload, why, says, resets, recheck, shared);
  }

  Decision because(ReasonedMessage other) {
    return new Decision(step, workload, refusal, other, resets, recheck, shared);
  }

  Decision resets(Resets counted) {
    return new Decision(step, workload, refusal, says, counted, recheck, shared);
  }

  Decision recheck(Duration after) {
    return new Decision(step, workload, refusal, says, resets, after, shared);
  }

  Decision shared(SharedState state) {
    return new Decision(step, workload, refusal, says, resets, recheck, state);
  }
}
