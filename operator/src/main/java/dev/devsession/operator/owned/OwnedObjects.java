package dev.devsession.operator.owned;

import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.operator.dataplane.Fingerprint;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Map;

/** Metadata of the objects that the operator makes: each belongs to a Swap or to sessions, its owners. Pure. */
public final class OwnedObjects {
  /** Longest name of a Service and longest value of a label, in characters. */
  private static final int MAX_NAME = 63;

  private OwnedObjects() {}

  /** Metadata of an object with one owner, which controls it. */
  public static ObjectMetaBuilder metadata(HasMetadata owner, String name, Map<String, String> labels) {
    return new ObjectMetaBuilder().withNamespace(owner.getMetadata().getNamespace()).withName(name).withLabels(labels)
        .withOwnerReferences(new OwnerReferenceBuilder(reference(owner)).withController(true).build());
  }

  /** The label by which the operator finds an object, and the one that names the tool that manages it. */
  public static Map<String, String> labels(String label, String value) {
    return Map.of(label, value, Labels.MANAGED_BY, Labels.MANAGER);
  }

  /** A reference to one of several owners: Kubernetes deletes the object with the last of them. */
  public static OwnerReference reference(HasMetadata owner) {
    return new OwnerReferenceBuilder().withApiVersion(owner.getApiVersion()).withKind(owner.getKind())
        .withName(owner.getMetadata().getName()).withUid(owner.getMetadata().getUid()).build();
  }

  public static boolean isOwnedBy(HasMetadata object, HasMetadata owner) {
    return object.getMetadata().getOwnerReferences().stream()
        .anyMatch(o -> o.getUid().equals(owner.getMetadata().getUid()));
  }

  /**
   * The prefix with the owner's name where that makes the name of a Service. Where it doesn't (too long, or with dots),
   * a hash replaces what is cut off, so that two owners never share a name.
   */
  public static String name(String prefix, String owner) {
    var name = prefix + owner.replace('.', '-');
    if (owner.indexOf('.') < 0 && name.length() <= MAX_NAME) {
      return name;
    }
    var hash = "-" + Fingerprint.sha256(owner).substring(0, 8);
    return name.substring(0, Math.min(name.length(), MAX_NAME - hash.length())) + hash;
  }
}
