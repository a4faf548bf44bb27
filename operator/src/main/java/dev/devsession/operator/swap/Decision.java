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
 * @param says what condition Swapped says; it holds exactly for {@link ConditionReason#Swapped}
 * @param resets how often others have reset the workload, once the step is executed; or null
 * @param recheck when to look again even if no event comes, or null
 */
record Decision(Step step, Workload workload, ReasonedMessage refusal, ReasonedMessage says, Resets resets,
    Duration recheck) {
  static Decision of(Step step, Workload workload, ReasonedMessage says) {
    return new Decision(step, workload, null, says, null, null);
  }

  ConditionReason reason() {
    return says.reason();
  }

  Decision refused(ReasonedMessage why) {
    return new Decision(step, workload, why, says, resets, recheck);
  }

  Decision because(ReasonedMessage other) {
    return new Decision(step, workload, refusal, other, resets, recheck);
  }

  Decision resets(Resets counted) {
    return new Decision(step, workload, refusal, says, counted, recheck);
  }

  Decision recheck(Duration after) {
    return new Decision(step, workload, refusal, says, resets, after);
  }
}
