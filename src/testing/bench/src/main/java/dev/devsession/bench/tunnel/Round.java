package dev.devsession.bench.tunnel;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/**
 * Measures one way, again and again; what one time finds tells how much the next has to carry to take as long as
 * wanted.
 */
final class Round {
  private static final long MIN_BYTES = 1 << 20;
  private static final double GIB = 1 << 30;
  private static final int CLIENTS = 32;
  private static final int NEW_CLIENTS = 8;

  private final ForwardingPath way;
  private final int seconds;
  private final Map<Metric, Double> rates = new EnumMap<>(Metric.class);

  /** @param seconds how long each figure is taken */
  Round(ForwardingPath way, int seconds) {
    this.way = way;
    this.seconds = seconds;
  }

  ForwardingPath way() {
    return way;
  }

  /**
   * Load for so many seconds, half of it on new connections, until compilers have settled; then a round that doesn't
   * count.
   */
  void warmUp(int load) throws IOException, InterruptedException {
    Wrk.run(way.at(), CLIENTS, (load + 1) / 2, false);
    Wrk.run(way.at(), NEW_CLIENTS, (load + 1) / 2, true);
    run(new Samples());
  }

  /** Takes every figure once. */
  void run(Samples figures) throws IOException, InterruptedException {
    requests(figures);
    double before = way.processes().cpuSeconds();
    double bytes = bulk(Metric.TO_MACHINE, 1, figures) + bulk(Metric.TO_FAR, 1, figures)
        + bulk(Metric.TO_MACHINE_4, 4, figures) + bulk(Metric.TO_FAR_4, 4, figures);
    double used = way.processes().cpuSeconds() - before;
    beside(figures);
    if (!way.processes().isEmpty()) {
      figures.add(Metric.CPU, used / (bytes / GIB));
      figures.add(Metric.RESIDENT, way.processes().residentMib());
    }
  }

  private void requests(Samples figures) throws IOException, InterruptedException {
    var one = Wrk.run(way.at(), 1, seconds, false);
    figures.add(Metric.P50, one.p50());
    figures.add(Metric.P99, one.p99());
    var many = Wrk.run(way.at(), CLIENTS, seconds, false);
    figures.add(Metric.REQUESTS, many.perSecond());
    var anew = Wrk.run(way.at(), NEW_CLIENTS, seconds, true);
    figures.add(Metric.CONNECTIONS, anew.perSecond());
    figures.addErrors(one.errors() + many.errors() + anew.errors());
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
      rate = new Bulk(way.at(), toMachine == way.reverse(), streams, 2 * MIN_BYTES).carry();
    }
    long bytes = Math.max(MIN_BYTES, (long) (rate / 8 * wanted / streams));
    return new Bulk(way.at(), toMachine == way.reverse(), streams, bytes);
  }

  /** Small requests while one stream comes to the machine as fast as it can. */
  private void beside(Samples figures) throws IOException, InterruptedException {
    var transfer = transfer(Metric.TO_MACHINE, 1, 2.0 * seconds + 1);
    try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      var carried = threads.submit(transfer::carry);
      figures.add(Metric.BESIDE_P50, Wrk.run(way.at(), 1, seconds, false).p50());
      carried.get();
    } catch (ExecutionException e) {
      throw new IOException("beside a bulk transfer: " + e.getCause().getMessage(), e);
    }
  }
}
