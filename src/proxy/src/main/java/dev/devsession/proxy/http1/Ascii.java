package dev.devsession.proxy.http1;

/** The classes of bytes that HTTP tells apart (RFC 9110, 5.5 and 5.6.2). */
final class Ascii {

  private static final byte TOKEN = 1;
  private static final byte VALUE = 2;
  private static final byte TARGET = 4;
  private static final byte[] CLASSES = classes();

  private Ascii() {}

  private static byte[] classes() {
    var classes = new byte[256];
    for (int b = 0; b < 256; b++) {
      boolean visible = b > ' ' && b != 0x7f;
      boolean token = b < 0x7f && (Character.isLetterOrDigit(b) || "!#$%&'*+-.^_`|~".indexOf(b) >= 0);
      classes[b] = (byte) ((token ? TOKEN : 0) | (visible || b == ' ' || b == '\t' ? VALUE : 0)
          | (visible ? TARGET : 0));
    }
    return classes;
  }

  /** A letter of a name. */
  static boolean isToken(int b) {
    return (CLASSES[b & 0xff] & TOKEN) != 0;
  }

  /** No control character but the tab. */
  static boolean isValue(int b) {
    return (CLASSES[b & 0xff] & VALUE) != 0;
  }

  /** Neither white space nor a control character. */
  static boolean isVisible(int b) {
    return (CLASSES[b & 0xff] & TARGET) != 0;
  }

  static boolean isBlank(int b) {
    return b == ' ' || b == '\t';
  }

  /** -1 for a byte that is no hexadecimal digit. */
  static int hexDigit(int b) {
    if (b >= '0' && b <= '9') {
      return b - '0';
    }
    int lower = b | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }

  static int lower(int b) {
    return b >= 'A' && b <= 'Z' ? b | 0x20 : b;
  }
}
