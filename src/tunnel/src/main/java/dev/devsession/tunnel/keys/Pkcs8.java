package dev.devsession.tunnel.keys;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.HexFormat;

/** Wraps private keys of the older kinds into PKCS#8 (RFC 5958), the only kind that the JDK reads. In DER. */
public final class Pkcs8 {

  /** The element of a SEC 1 key that names the curve (RFC 5915, 3). */
  private static final int CURVE = 0xa0;

  private static final byte[] VERSION = {Der.INTEGER, 1, 0};

  /** The object identifier rsaEncryption, and its parameter NULL. */
  private static final byte[] RSA = HexFormat.of().parseHex("06092a864886f70d0101010500");

  /** The object identifier id-ecPublicKey; its parameter is the curve. */
  private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

  private Pkcs8() {}

  /** @param key an RSAPrivateKey (RFC 8017, A.1.2) */
  public static byte[] ofPkcs1(byte[] key) {
    return wrap(Der.element(Der.SEQUENCE, RSA), key);
  }

  /**
   * @param key an ECPrivateKey (RFC 5915)
   * @throws GeneralSecurityException if it doesn't name its curve, or is damaged
   */
  public static byte[] ofSec1(byte[] key) throws GeneralSecurityException {
    return wrap(Der.element(Der.SEQUENCE, EC, curve(key)), key);
  }

  private static byte[] wrap(byte[] algorithm, byte[] key) {
    return Der.element(Der.SEQUENCE, VERSION, algorithm, Der.element(Der.OCTETS, key));
  }

  private static byte[] curve(byte[] key) throws GeneralSecurityException {
    try {
      var all = ByteBuffer.wrap(key);
      if (all.get() == Der.SEQUENCE) {
        var parts = ByteBuffer.wrap(content(all));
        while (parts.hasRemaining()) {
          int tag = Byte.toUnsignedInt(parts.get());
          byte[] content = content(parts);
          if (tag == CURVE) {
            return content;
          }
        }
      }
    } catch (BufferUnderflowException e) {
      throw new GeneralSecurityException("the elliptic-curve key ends too early", e);
    }
    throw new GeneralSecurityException("the elliptic-curve key doesn't name its curve");
  }

  /** Reads the length and content of an element whose tag has been read. */
  private static byte[] content(ByteBuffer in) {
    int length = Byte.toUnsignedInt(in.get());
    if (length > 0x7f) {
      int bytes = length & 0x7f;
      length = 0;
      for (int i = 0; i < bytes; i++) {
        length = length << 8 | Byte.toUnsignedInt(in.get());
      }
    }
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] content = new byte[length];
    in.get(content);
    return content;
  }
}
