package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.Outages;
import dev.devsession.api.v1alpha1.Sharer;
import dev.devsession.restore.SharedService;
import java.util.List;

/**
 * How a Service stands that sessions share, as its Swap's status tells it.
 *
 * @param service as it was observed; its Service is null if there is none
 * @param sharers the sessions to whose machines the proxies lead
 * @param outages how often no proxy was ready, or null
 */
record SharedState(SharedService service, List<Sharer> sharers, Outages outages) {}
