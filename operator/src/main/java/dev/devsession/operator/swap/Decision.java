package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.Reason;
import dev.devsession.api.v1alpha1.Resets;
import dev.devsession.mark.Workload;
import java.time.Duration;

/**
 * The next step, and what to say of the present.
 *
 * @param workload the workload concerned, or null
 * @param refusal why the holder's claim can't be served, or null
 * @param reason the reason of condition Swapped, which holds exactly for {@link Reason#Swapped}
 * @param resets how often others have reset the workload, once the step is taken; or null
 * @param recheck when to look again even if no event comes, or null
 */
record Decision(Step step, Workload workload, Resolution.Refused refusal, Reason reason, String message, Resets resets,
    Duration recheck) {
  static Decision of(Step step, Workload workload, Reason reason, String message) {
    return new Decision(step, workload, null, reason, message, null, null);
  }

  Decision refused(Resolution.Refused why) {
    return new Decision(step, workload, why, reason, message, resets, recheck);
  }

  Decision because(Reason other, String text) {
    return new Decision(step, workload, refusal, other, text, resets, recheck);
  }

  Decision resets(Resets counted) {
    return new Decision(step, workload, refusal, reason, message, counted, recheck);
  }

  Decision recheck(Duration after) {
    return new Decision(step, workload, refusal, reason, message, resets, after);
  }
}
