package dev.devsession.logs.line;

/**
 * Where lines come from.
 *
 * @param service whose pod it is, or the workload's name if no Service selects it
 * @param pod its name; empty: a process on this machine
 * @param container its name; of a process {@code stdout} or {@code stderr}; empty: the pod as a whole
 * @param main whether lines are of this container if nothing else is said
 * @param remark stands behind each line, such as {@code ada's machine}; or empty
 */
public record LogSource(String service, String pod, String container, boolean main, String remark) {
  /** Something that isn't of one pod. */
  public static LogSource of(String service) {
    return new LogSource(service, "", "", true, "");
  }
}
