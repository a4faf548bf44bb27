package dev.devsession.logs.follow;

import java.time.Instant;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One request for a container's log ({@code pods/log}).
 *
 * @param follow whether the stream stays open
 * @param previous the log of the container's start before this one
 * @param since from which second on, since 1970
 * @param tail how many lines at most, from the end
 */
record LogQuery(String namespace, String pod, String container, boolean follow, boolean previous, OptionalLong since,
    OptionalInt tail) {

  String path() {
    return "/api/v1/namespaces/" + namespace + "/pods/" + pod + "/log?container=" + container + "&timestamps=true"
        + (follow ? "&follow=true" : "") + (previous ? "&previous=true" : "")
        + (since.isPresent() ? "&sinceTime=" + Instant.ofEpochSecond(since.getAsLong()) : "")
        + (tail.isPresent() ? "&tailLines=" + tail.getAsInt() : "");
  }

  /** The last line that there is. */
  LogQuery newest() {
    return new LogQuery(namespace, pod, container, false, false, OptionalLong.empty(), OptionalInt.of(1));
  }

  /** What the container's last start has written from there on. */
  LogQuery before() {
    return new LogQuery(namespace, pod, container, false, true, since, OptionalInt.empty());
  }
}
