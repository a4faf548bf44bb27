package dev.devsession.operator.management;

import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.operator.cluster.SharedInformer;
import dev.devsession.operator.status.Conditions;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** The operator's figures: what the framework counts, the JVM's memory, and how many Services are swapped. */
public final class Metrics {
  private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  public Metrics(SharedInformer<Swap> swaps) {
    new JvmMemoryMetrics().bindTo(registry);
    Gauge.builder("devsession.swaps", swaps, s -> s.list().size()).description("Number of Swaps").register(registry);
    Gauge.builder("devsession.swaps.swapped", swaps, s -> s.list().stream().filter(Conditions::isSwapped).count())
        .description("Number of Swaps whose Service a machine answers").register(registry);
  }

  /** For the framework to count into; without a series per resource, which would grow without bound. */
  public io.javaoperatorsdk.operator.api.monitoring.Metrics forFramework() {
    return MicrometerMetrics.withoutPerResourceMetrics(registry);
  }

  /** All of it in Prometheus' text format. */
  public String scrape() {
    return registry.scrape();
  }
}
