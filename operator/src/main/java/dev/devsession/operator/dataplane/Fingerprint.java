package dev.devsession.operator.dataplane;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.devsession.api.v1alpha1.Annotations;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Hash of a wanted object, kept on the real one, so that defaults filled in by the API server are no difference.
 */
public final class Fingerprint {
  /** The order of an unordered map is another in each JVM, and must not make the next operator roll out everything. */
  private static final ObjectMapper ORDERED = new ObjectMapper()
      .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  private Fingerprint() {}

  public static String of(Object wanted) {
    try {
      return sha256(ORDERED.writeValueAsString(wanted));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether the one present was made from this very one; null wasn't. */
  public static boolean isSame(HasMetadata wanted, HasMetadata present) {
    var annotations = present == null ? null : present.getMetadata().getAnnotations();
    return annotations != null
        && wanted.getMetadata().getAnnotations().get(Annotations.HASH).equals(annotations.get(Annotations.HASH));
  }

  /** SHA-256 in lower-case hex. */
  public static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
