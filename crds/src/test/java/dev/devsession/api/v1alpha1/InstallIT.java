package dev.devsession.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The CRDs can be installed by create (as Helm and {@link ApiServer} do) and by server-side apply, in any order. */
@ExtendWith(ApiServer.Extension.class)
class InstallIT {
  private static KubernetesClient client;

  @BeforeAll
  static void connect(ApiServer api) {
    client = api.clientIn("install");
  }

  static List<Path> crds() {
    return ApiServer.CRDS;
  }

  @ParameterizedTest
  @MethodSource("crds")
  void applyingAnExistingCrdChangesNothing(Path file) throws IOException {
    var crd = read(Files.readString(file));
    var before = client.resource(crd).get();

    var first = apply(crd);
    var second = apply(crd);

    assertThat(first.getSpec()).isEqualTo(before.getSpec());
    assertThat(first.getMetadata().getGeneration()).isEqualTo(before.getMetadata().getGeneration());
    assertThat(second.getMetadata().getResourceVersion()).isEqualTo(first.getMetadata().getResourceVersion());
  }

  @ParameterizedTest
  @MethodSource("crds")
  void applyingAMissingCrdCreatesIt(Path file) throws IOException {
    var elsewhere = read(Files.readString(file).replace("devsession.dev", "elsewhere.devsession.dev"));

    apply(elsewhere);

    var established = client.resource(elsewhere).waitUntilCondition(ApiServer::isEstablished, 30, TimeUnit.SECONDS);
    assertThat(established.getStatus().getStoredVersions()).containsExactly("v1alpha1");
    client.resource(elsewhere).delete();
  }

  private static CustomResourceDefinition read(String yaml) {
    return Serialization.unmarshal(yaml, CustomResourceDefinition.class);
  }

  private static CustomResourceDefinition apply(CustomResourceDefinition crd) {
    return client.resource(crd).patch(new PatchContext.Builder().withPatchType(PatchType.SERVER_SIDE_APPLY)
        .withFieldManager("kubectl").withForce(true).build());
  }
}
