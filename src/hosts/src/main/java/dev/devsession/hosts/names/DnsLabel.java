package dev.devsession.hosts.names;

/** Checks one part of a host name. */
public final class DnsLabel {

  private DnsLabel() {}

  /**
   * Whether this is a DNS label as Kubernetes writes them. The API server checks that too; but a line break from a bad
   * one must never reach the hosts file.
   */
  public static boolean isValid(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= 63;
  }
}
