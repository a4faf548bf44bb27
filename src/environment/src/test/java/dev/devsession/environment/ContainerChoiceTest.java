package dev.devsession.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContainerChoiceTest {
  private static final Service BY_NUMBER = service(new IntOrString(8080));
  private static final Service BY_NAME = service(new IntOrString("http"));

  @Test
  void theOneWhosePortTheServiceTargetsIsChosenAndNotTheFirst() {
    var pod = pod(listening("proxy", "admin", 15000), listening("app", "http", 8080));

    assertThat(choose(pod, BY_NUMBER, Map.of())).isEqualTo("app");
    assertThat(choose(pod, BY_NAME, Map.of())).isEqualTo("app");
  }

  @Test
  void theServicesFirstPortThatAContainerDeclaresDecides() {
    var both = new ServiceBuilder(BY_NUMBER).editSpec().addNewPort().withPort(9).withTargetPort(new IntOrString(15000))
        .endPort().endSpec().build();

    assertThat(choose(pod(listening("proxy", "admin", 15000), listening("app", "http", 8080)), both, Map.of()))
        .isEqualTo("app");
  }

  @Test
  void withoutATargetPortItIsThePortsOwnNumber() {
    assertThat(choose(pod(listening("proxy", "admin", 15000), listening("app", "http", 80)), service(null), Map.of()))
        .isEqualTo("app");
  }

  @Test
  void theTargetedPortBeatsTheAnnotation() {
    var pod = pod(plain("proxy"), listening("app", "http", 8080));

    assertThat(choose(pod, BY_NUMBER, Map.of(ContainerChoice.DEFAULT_CONTAINER, "proxy"))).isEqualTo("app");
  }

  @Test
  void theAnnotationDecidesWhereNoPortIsDeclaredOrSeveralContainersDeclareIt() {
    var annotations = Map.of(ContainerChoice.DEFAULT_CONTAINER, "app");

    assertThat(choose(pod(plain("proxy"), plain("app")), BY_NUMBER, annotations)).isEqualTo("app");
    assertThat(choose(pod(listening("proxy", "a", 8080), listening("app", "b", 8080)), BY_NUMBER, annotations))
        .isEqualTo("app");
  }

  @Test
  void aContainerOfTheServicesNameIsChosenBeforeTheFirst() {
    assertThat(choose(pod(plain("proxy"), plain("orders")), BY_NUMBER, Map.of())).isEqualTo("orders");
    assertThat(choose(pod(plain("one"), plain("two")), BY_NUMBER, Map.of())).isEqualTo("one");
  }

  @Test
  void anAnnotationThatNamesNoContainerIsIgnored() {
    assertThat(choose(pod(plain("one"), plain("two")), BY_NUMBER, Map.of(ContainerChoice.DEFAULT_CONTAINER, "gone")))
        .isEqualTo("one");
  }

  @Test
  void aNativeSidecarIsChosenOnlyByItsName() {
    var sidecar = new ContainerBuilder(listening("proxy", "http", 8080)).withRestartPolicy("Always").build();
    var pod = new PodSpecBuilder(pod(plain("one"), plain("two"))).withInitContainers(sidecar).build();

    assertThat(choose(pod, BY_NUMBER, Map.of())).isEqualTo("one");
    assertThat(ContainerChoice.of(pod, BY_NUMBER, null, Optional.of("proxy")).container()).isEqualTo(sidecar);
  }

  @Test
  void aTypedNameThatNoContainerHasIsRefusedWithThoseThatThereAre() {
    assertThatThrownBy(() -> ContainerChoice.of(pod(plain("one"), plain("two")), BY_NUMBER, null, Optional.of("tow")))
        .isInstanceOfSatisfying(AgentException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.BAD_INPUT))
        .hasMessage("the pods of Service orders have no container \"tow\", but one, two");
  }

  private static String choose(PodSpec pod, Service service, Map<String, String> annotations) {
    return ContainerChoice.of(pod, service, annotations, Optional.empty()).container().getName();
  }

  private static PodSpec pod(Container... containers) {
    return new PodSpecBuilder().withContainers(containers).build();
  }

  private static Container plain(String name) {
    return new ContainerBuilder().withName(name).build();
  }

  private static Container listening(String name, String port, int number) {
    return new ContainerBuilder().withName(name).addNewPort().withName(port).withContainerPort(number).endPort()
        .build();
  }

  private static Service service(IntOrString target) {
    return new ServiceBuilder().withNewMetadata().withName("orders").endMetadata().withNewSpec().addNewPort()
        .withPort(80).withTargetPort(target).endPort().endSpec().build();
  }
}
