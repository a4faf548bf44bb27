package dev.devsession.api.v1alpha1;

/** What becomes of a session's Services while its machine is disconnected. */
public enum DisconnectAction {
  /** The originals run again until the machine reconnects. */
  Restore,
  /** The Services stay swapped, and connections to replaced ones are refused. */
  Hold
}
