package dev.devsession.chart;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the chart makes of some values. */
record Rendered(List<HasMetadata> objects) {
  static final String CHART = "devsession";
  static final String NAMESPACE = "devsession-system";
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  /** The chart as release {@code devsession} in namespace {@value #NAMESPACE}. */
  static Rendered with(String... args) {
    return of("devsession", args);
  }

  static Rendered of(String release, String... args) {
    return render(Stream.concat(Stream.of(release, CHART, "--skip-tests"), Arrays.stream(args)));
  }

  /** The objects of {@code helm test} only. */
  static Rendered tests(String... args) {
    return render(
        Stream.concat(Stream.of("devsession", CHART, "--show-only", "templates/test.yaml"), Arrays.stream(args)));
  }

  private static Rendered render(Stream<String> args) {
    var command = Stream.concat(Stream.of("template", "--namespace", NAMESPACE), args);
    var yaml = Tool.helm(command.toArray(String[]::new)).orFail();
    return new Rendered(Arrays.stream(yaml.split("(?m)^---$")).filter(d -> d.contains("kind:"))
        .map(d -> (HasMetadata) YAML.unmarshal(d)).toList());
  }

  <T extends HasMetadata> List<T> all(Class<T> type) {
    return objects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  <T extends HasMetadata> T only(Class<T> type) {
    var all = all(type);
    if (all.size() != 1) {
      throw new AssertionError("one " + type.getSimpleName() + " expected, but there are " + all);
    }
    return all.getFirst();
  }

  /** The pods of the operator and of the uninstall hook. */
  List<PodTemplateSpec> pods() {
    return List.of(only(Deployment.class).getSpec().getTemplate(), only(Job.class).getSpec().getTemplate());
  }

  static Container container(PodTemplateSpec pod) {
    return pod.getSpec().getContainers().getFirst();
  }

  /** The environment that the pod's process finds. */
  static Map<String, String> environment(PodTemplateSpec pod) {
    var env = new HashMap<String, String>();
    for (var variable : container(pod).getEnv()) {
      env.put(variable.getName(), value(variable));
    }
    return env;
  }

  private static String value(EnvVar variable) {
    if (variable.getValueFrom() == null) {
      return variable.getValue() == null ? "" : variable.getValue();
    }
    if (!"metadata.namespace".equals(variable.getValueFrom().getFieldRef().getFieldPath())) {
      throw new AssertionError("unknown source of " + variable);
    }
    return NAMESPACE;
  }
}
