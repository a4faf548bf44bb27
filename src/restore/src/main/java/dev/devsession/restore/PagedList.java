package dev.devsession.restore;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Lists objects page by page, so that the objects of a large cluster are never in memory at the same time. */
record PagedList(Set<String> namespaces, RestoreReport report) {
  private static final long PAGE = 200;

  <T extends HasMetadata, L extends KubernetesResourceList<T>> Stream<T> all(String plural,
      MixedOperation<T, L, ? extends Resource<T>> resources) {
    return labelled(plural, resources, null);
  }

  /** Those that bear the label; all if it is null. None of a kind that the API server doesn't know. */
  <T extends HasMetadata, L extends KubernetesResourceList<T>> Stream<T> labelled(String plural,
      MixedOperation<T, L, ? extends Resource<T>> resources, String label) {
    return namespaces.isEmpty()
        ? pages("list " + plural + " in all namespaces", label, o -> resources.inAnyNamespace().list(o))
        : namespaces.stream().flatMap(n -> pages("list " + plural + " in namespace " + n, label,
            o -> resources.inNamespace(n).list(o)));
  }

  private <T extends HasMetadata, L extends KubernetesResourceList<T>> Stream<T> pages(String what, String label,
      Function<ListOptions, L> list) {
    return Stream.iterate(page(what, label, list, null), Objects::nonNull,
        last -> last.getMetadata().getContinue() == null || last.getMetadata().getContinue().isEmpty()
            ? null
            : page(what, label, list, last.getMetadata().getContinue()))
        .flatMap(page -> page.getItems().stream());
  }

  private <T extends HasMetadata, L extends KubernetesResourceList<T>> L page(String what, String label,
      Function<ListOptions, L> list,
      String from) {
    try {
      return list.apply(new ListOptionsBuilder().withLimit(PAGE).withContinue(from).withLabelSelector(label).build());
    } catch (KubernetesClientException e) {
      if (e.getCode() != 404) {
        OfflineRestore.reportRefusal(report, what, e);
      }
      return null;
    }
  }
}
