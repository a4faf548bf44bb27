package dev.devsession.bench.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WrkTest {
  @Test
  void reportIsRead() {
    var report = """
        Running 1s test @ http://127.0.0.1:7000/
          1 threads and 32 connections
          Thread Stats   Avg      Stdev     Max   +/- Stdev
            Latency   322.29us  208.42us   4.80ms   94.20%
            Req/Sec    97.24k     5.62k  103.33k    80.00%
          Latency Distribution
             50%  290.00us
             75%  353.00us
             90%  435.00us
             99%    1.05ms
          96853 requests in 1.00s, 98.37MB read
          Socket errors: connect 1, read 20, write 0, timeout 3
        Requests/sec:  96772.51
        Transfer/sec:     98.29MB
        """;
    assertThat(Wrk.parse(report)).isEqualTo(new Wrk(96772.51, 290, 1050, 24));
  }

  @Test
  void latencyInSecondsIsRead() {
    assertThat(Wrk.parse("   50%    1.50s \n   99%    2.00m \nRequests/sec:      0.50\n"))
        .isEqualTo(new Wrk(0.5, 1.5e6, 120e6, 0));
  }
}
