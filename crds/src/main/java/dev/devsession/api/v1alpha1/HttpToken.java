package dev.devsession.api.v1alpha1;

/** Texts of validation rules about names in HTTP (RFC 9110, section 5.6.2). */
final class HttpToken {
  static final String MATCHES = ".matches('^[-0-9A-Za-z!#$%&\\'*+.^_`|~]+$')";
  static final String CHARACTERS = "letters, digits and any of !#$%&'*+-.^_`|~";

  private HttpToken() {}
}
