package dev.devsession.environment;

import dev.devsession.environment.ContainerEnvironment.Gap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Composes the environment of a container as the kubelet does: {@code envFrom} in order, the later source wins;
 * {@code env} in order, over these; service links last, where the name is free. What isn't in the API is missing: the
 * variables of the image, and what the container's program sets itself.
 */
public final class EnvironmentComposer {
  private static final String IN_A_FILE = "an init container writes it to a file, which only the pod's node has";

  private final WorkloadPod pod;
  private final Container container;
  private final ReadObjects objects;
  private final Map<String, Variable> links;
  private final Map<String, Variable> variables = new LinkedHashMap<>();
  private final List<Gap> gaps = new ArrayList<>();

  private EnvironmentComposer(WorkloadPod pod, Container container, ReadObjects objects,
      Function<Service, String> hosts) {
    this.pod = pod;
    this.container = container;
    this.objects = objects;
    this.links = ServiceLinks.of(pod, objects.services(), hosts);
  }

  /**
   * Composes it.
   *
   * @param container of the pod
   * @param hosts where a Service answers, for service links: in the cluster its cluster IP
   */
  public static ContainerEnvironment compose(WorkloadPod pod, Container container, ReadObjects objects,
      Function<Service, String> hosts) {
    return new EnvironmentComposer(pod, container, objects, hosts).compose();
  }

  private ContainerEnvironment compose() {
    container.getEnvFrom().forEach(this::addAll);
    container.getEnv().forEach(declared -> one(declared).ifPresent(v -> variables.put(v.name(), v)));
    links.forEach(variables::putIfAbsent);
    return new ContainerEnvironment(List.copyOf(variables.values()), List.copyOf(gaps));
  }

  private void addAll(EnvFromSource from) {
    var prefix = Objects.requireNonNullElse(from.getPrefix(), "");
    if (from.getConfigMapRef() != null) {
      var name = from.getConfigMapRef().getName();
      switch (new KeyedData(objects).configMap(name)) {
        case ObjectLookup.Found<Map<String, Variable.Content>>(var data) -> data.forEach(
            (key, content) -> put(prefix + key, content, new Origin.ConfigMapKey(name, key)));
        case ObjectLookup.Absent<Map<String, Variable.Content>>() ->
          absent("ConfigMap " + name, from.getConfigMapRef().getOptional());
        case ObjectLookup.Refused<Map<String, Variable.Content>>(var why) ->
          gaps.add(new Gap("ConfigMap " + name, why));
      }
    } else if (from.getSecretRef() != null) {
      var name = from.getSecretRef().getName();
      switch (new KeyedData(objects).secret(name)) {
        case ObjectLookup.Found<Map<String, Variable.Content>>(var data) -> data.forEach(
            (key, content) -> put(prefix + key, content, new Origin.SecretKey(name, key)));
        case ObjectLookup.Absent<Map<String, Variable.Content>>() ->
          absent("Secret " + name, from.getSecretRef().getOptional());
        case ObjectLookup.Refused<Map<String, Variable.Content>>(var why) -> gaps.add(new Gap("Secret " + name, why));
      }
    }
  }

  private void put(String name, Variable.Content content, Origin origin) {
    variables.put(name,
        new Variable(name, content, origin, origin instanceof Origin.SecretKey, Optional.empty()));
  }

  private void absent(String source, Boolean optional) {
    if (!Boolean.TRUE.equals(optional)) {
      gaps.add(new Gap(source, KeyedData.DOES_NOT_EXIST));
    }
  }

  /** Empty if the variable isn't set, so that one of {@code envFrom} remains. */
  private Optional<Variable> one(EnvVar declared) {
    var name = declared.getName();
    var value = Objects.requireNonNullElse(declared.getValue(), "");
    if (!value.isEmpty() || declared.getValueFrom() == null) {
      return Optional.of(expanded(name, value));
    }
    return from(name, declared.getValueFrom());
  }

  private Optional<Variable> from(String name, EnvVarSource source) {
    if (source.getFieldRef() != null) {
      return Optional.of(PodFields.variable(name, source.getFieldRef().getFieldPath(), pod));
    }
    if (source.getResourceFieldRef() != null) {
      return Optional.of(
          ResourceFields.variable(name, pod, container, source.getResourceFieldRef(), objects.allocatable()));
    }
    if (source.getConfigMapKeyRef() != null) {
      var reference = source.getConfigMapKeyRef();
      return KeyedData.entry(name, new KeyedData(objects).configMap(reference.getName()), reference.getKey(),
          reference.getOptional(), new Origin.ConfigMapKey(reference.getName(), reference.getKey()));
    }
    if (source.getSecretKeyRef() != null) {
      var reference = source.getSecretKeyRef();
      return KeyedData.entry(name, new KeyedData(objects).secret(reference.getName()), reference.getKey(),
          reference.getOptional(), new Origin.SecretKey(reference.getName(), reference.getKey()));
    }
    if (source.getFileKeyRef() != null) {
      var reference = source.getFileKeyRef();
      return Optional.of(Variable.unknown(name, IN_A_FILE,
          new Origin.FileKey(reference.getVolumeName(), reference.getPath(), reference.getKey())));
    }
    return Optional.of(Variable.known(name, "", new Origin.Literal()));
  }

  /** What it refers to is looked up in what is set so far, then in the service links. */
  private Variable expanded(String name, String text) {
    var used = new ArrayList<Variable>();
    var unresolved = new ArrayList<String>();
    var value = Expansion.expand(text, reference -> {
      var found = Optional.ofNullable(variables.get(reference)).or(() -> Optional.ofNullable(links.get(reference)));
      found.ifPresentOrElse(used::add, () -> unresolved.add(reference));
      return found.flatMap(Variable::value).orElse(Expansion.reference(reference));
    });
    var secret = used.stream().anyMatch(Variable::secret);
    var unknown = used.stream().filter(v -> v.value().isEmpty()).findFirst().map(v -> ((Variable.Unknown) v.content())
        .why());
    var why = unresolved.isEmpty() || gaps.isEmpty() ? unknown : unknown.or(() -> Optional.of(gaps.getFirst().why()));
    return new Variable(name,
        why.<Variable.Content>map(Variable.Unknown::new).orElseGet(() -> Variable.Content.of(value)),
        new Origin.Literal(), secret, Optional.empty());
  }
}
