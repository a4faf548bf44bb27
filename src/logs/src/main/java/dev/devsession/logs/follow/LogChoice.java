package dev.devsession.logs.follow;

import dev.devsession.logs.line.LineFilter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Which logs, and how much of them.
 *
 * @param services empty: all pods of the namespace
 * @param follow whether to go on until the process is stopped
 * @param since lines before are left out
 * @param tail how many lines of each container that runs already
 * @param previous only what containers wrote before they last started anew
 * @param container whose name contains it
 * @param colors whether colours in the lines stay
 */
public record LogChoice(List<String> services, boolean follow, Optional<Instant> since, OptionalInt tail,
    boolean previous, Optional<Pattern> container, LineFilter.Choice filter, boolean colors) {}
