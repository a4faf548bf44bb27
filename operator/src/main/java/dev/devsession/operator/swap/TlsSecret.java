package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.Claim;
import dev.devsession.api.v1alpha1.ConditionMessage;
import dev.devsession.api.v1alpha1.ReasonedMessage;
import java.util.List;
import java.util.Optional;

/** The Secret that the proxies of a shared Service mount. They have one, or its callers would see several. Pure. */
public final class TlsSecret {
  private static final String FOLDER = "/etc/devsession-tls/";

  private TlsSecret() {}

  /** The first claim that names one. @param active the claims that are served, the oldest first */
  private static Optional<Claim> first(List<Claim> active) {
    return active.stream().filter(c -> c.tls() != null).findFirst();
  }

  /** Its name; empty: none is needed. */
  static Optional<String> name(List<Claim> active) {
    return first(active).map(c -> c.tls().secretName());
  }

  /** Where it is mounted. The name is part of it: a proxy that doesn't have this Secret has no such folder. */
  static String folder(String secret) {
    return FOLDER + secret;
  }

  /** Why the claim can't be served beside the older ones; empty: it can. */
  public static Optional<ReasonedMessage> refusal(String service, Claim mine, List<Claim> active) {
    return mine.tls() == null
        ? Optional.empty()
        : first(active).filter(older -> !older.tls().equals(mine.tls()))
            .map(older -> ConditionMessage.TlsSecretDiffers.with(service, older.tls().secretName(), older.session(),
                mine.tls().secretName(), older.tls().secretName()));
  }
}
