package dev.devsession.bench.tunnel;

import dev.devsession.bench.tunnel.Wrk.Connections;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/**
 * Measures one path repeatedly. The rate of one round decides how many bytes the next one carries, so that it takes the
 * wanted time.
 */
final class Round {
  private static final long MIN_BYTES = 1 << 20;
  private static final double GIB = 1 << 30;
  private static final int CLIENTS = 32;
  private static final int NEW_CLIENTS = 8;

  private final ForwardingPath path;
  private final int seconds;
  private final Map<Metric, Double> rates = new EnumMap<>(Metric.class);

  /** @param seconds how long each figure is measured */
  Round(ForwardingPath path, int seconds) {
    this.path = path;
    this.seconds = seconds;
  }

  ForwardingPath path() {
    return path;
  }

  /**
   * Load for so many seconds, half of it on new connections, until compilers have settled; then a round that doesn't
   * count.
   */
  void warmUp(int load) throws IOException, InterruptedException {
    Wrk.run(path.at(), CLIENTS, (load + 1) / 2, Connections.KEPT);
    Wrk.run(path.at(), NEW_CLIENTS, (load + 1) / 2, Connections.NEW_FOR_EACH_REQUEST);
    run(new Samples());
  }

  /** Measures every figure once. */
  void run(Samples figures) throws IOException, InterruptedException {
    requests(figures);
    double before = path.processes().cpuSeconds();
    double bytes = bulk(Metric.TO_MACHINE, 1, figures) + bulk(Metric.TO_FAR, 1, figures)
        + bulk(Metric.TO_MACHINE_4, 4, figures) + bulk(Metric.TO_FAR_4, 4, figures);
    double used = path.processes().cpuSeconds() - before;
    requestsDuringBulk(figures);
    if (!path.processes().isEmpty()) {
      figures.add(Metric.CPU, used / (bytes / GIB));
      figures.add(Metric.RESIDENT, path.processes().residentMib());
    }
  }

  /** Measures what the path costs each program that takes part. */
  List<Cost> costs() throws IOException, InterruptedException {
    var begin = now();
    var requests = Wrk.run(path.at(), CLIENTS, 2 * seconds, Connections.KEPT);
    var then = now();
    double to = bulk(Metric.TO_MACHINE, 1, new Samples()) / GIB;
    var later = now();
    double away = bulk(Metric.TO_FAR, 1, new Samples()) / GIB;
    return List.of(
        new Cost(path.name(), "µs/request", Cost.MICROS, begin, then, requests.perSecond() * 2 * seconds),
        new Cost(path.name(), "s/GiB to the machine", Cost.SECONDS, then, later, to),
        new Cost(path.name(), "s/GiB away", Cost.SECONDS, later, now(), away));
  }

  private ProcessorTime now() {
    return ProcessorTime.now(path.processes());
  }

  private void requests(Samples figures) throws IOException, InterruptedException {
    var single = Wrk.run(path.at(), 1, seconds, Connections.KEPT);
    figures.add(Metric.P50, single.p50());
    figures.add(Metric.P99, single.p99());
    var many = Wrk.run(path.at(), CLIENTS, seconds, Connections.KEPT);
    figures.add(Metric.REQUESTS, many.perSecond());
    var fresh = Wrk.run(path.at(), NEW_CLIENTS, seconds, Connections.NEW_FOR_EACH_REQUEST);
    figures.add(Metric.CONNECTIONS, fresh.perSecond());
    figures.addErrors(single.errors() + many.errors() + fresh.errors());
  }

  private double bulk(Metric metric, int streams, Samples figures) throws IOException, InterruptedException {
    var transfer = transfer(metric, streams, seconds);
    double rate = transfer.carry();
    rates.put(metric, rate);
    figures.add(metric, rate);
    return (double) transfer.bytes() * streams;
  }

  private Bulk transfer(Metric metric, int streams, double wanted) throws IOException, InterruptedException {
    boolean toMachine = metric == Metric.TO_MACHINE || metric == Metric.TO_MACHINE_4;
    var rate = rates.get(metric);
    if (rate == null) {
      rate = new Bulk(path.at(), toMachine == path.reverse(), streams, 2 * MIN_BYTES).carry();
    }
    long bytes = Math.max(MIN_BYTES, (long) (rate / 8 * wanted / streams));
    return new Bulk(path.at(), toMachine == path.reverse(), streams, bytes);
  }

  /** Measures small requests while one stream sends to the machine as fast as it can. */
  private void requestsDuringBulk(Samples figures) throws IOException, InterruptedException {
    var transfer = transfer(Metric.TO_MACHINE, 1, 2.0 * seconds + 1);
    try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      var carried = threads.submit(transfer::carry);
      figures.add(Metric.BESIDE_P50, Wrk.run(path.at(), 1, seconds, Connections.KEPT).p50());
      carried.get();
    } catch (ExecutionException e) {
      throw new IOException("during a bulk transfer: " + e.getCause().getMessage(), e);
    }
  }
}
