package dev.devsession.api.v1alpha1;

/** What becomes of a session's Services while its machine is away. */
public enum DisconnectAction {
  /** The originals run again until the machine is back. */
  Restore,
  /** They stay swapped, and callers are refused. */
  Hold
}
