package dev.devsession.operator.session;

import dev.devsession.api.v1alpha1.ReasonedMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What to do for a session, and what its status says.
 *
 * @param refusal why its spec can't be served; empty: it can
 * @param steps to be executed in this order; none if all is as it should be
 * @param recheck when to look again even if no event comes; empty: at the framework's interval
 */
record SessionDecision(Optional<ReasonedMessage> refusal, List<SessionStep> steps, Optional<Duration> recheck) {}
