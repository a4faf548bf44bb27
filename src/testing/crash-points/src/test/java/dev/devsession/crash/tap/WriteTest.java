package dev.devsession.crash.tap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests are writes, and which of them could overwrite a user's change. */
class WriteTest {
  private static final String WORKLOAD = "/apis/apps/v1/namespaces/shop/deployments/orders";

  @ParameterizedTest
  @ValueSource(strings = {"GET " + WORKLOAD, "POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
      "PUT /apis/coordination.k8s.io/v1/namespaces/shop/leases/l", "POST /api/v1/namespaces/shop/events",
      "PATCH " + WORKLOAD + "?fieldManager=m&dryRun=All"})
  void requestWithoutADecisiveChangeIsNoWrite(String line) throws IOException {
    assertThat(Write.of(request(line, "", ""))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      WORKLOAD + "|{\"metadata\":{\"resourceVersion\":\"5\"}}|false",
      WORKLOAD + "|{\"spec\":{\"replicas\":0}}|true",
      WORKLOAD + "/scale|{\"spec\":{\"replicas\":0}}|true",
      "/apis/apps/v1/namespaces/shop/statefulsets/stock|[{\"op\":\"remove\",\"path\":\"/spec/replicas\"}]|true",
      "/apis/apps/v1/namespaces/shop/deployments/devsession-orders|{\"spec\":{\"replicas\":1}}|false",
      "/api/v1/namespaces/shop/configmaps/orders|{}|false"})
  void patchOfAUsersWorkloadWithoutAResourceVersionIsAFault(String path, String body, boolean fault)
      throws IOException {
    var write = Write.of(request("PATCH " + path + "?fieldManager=m", "", body)).orElseThrow();
    assertThat(write.path()).isEqualTo(path);
    assertThat(write.fault().isPresent()).isEqualTo(fault);
  }

  @ParameterizedTest
  @CsvSource({"/apis/apps/v1/namespaces/shop/deployments/orders,PATCH deployments",
      "/apis/apps/v1/namespaces/shop/deployments/devsession-orders,PATCH deployments/ours",
      "/apis/devsession.dev/v1alpha1/namespaces/shop/swaps/orders/status,PATCH swaps/status",
      "/api/v1/namespaces/shop/configmaps,PATCH configmaps"})
  void kindOfAWriteIsItsVerbAndResource(String path, String kind) throws IOException {
    assertThat(Write.of(request("PATCH " + path, "", "{}")).orElseThrow().kind()).isEqualTo(kind);
  }

  @Test
  void serverSideApplyNeedsNoResourceVersion() throws IOException {
    assertThat(Write.of(request("PATCH " + WORKLOAD, "Content-Type: application/apply-patch+yaml\r\n", "{}"))
        .orElseThrow().fault()).isEmpty();
  }

  @Test
  void chunkedBodyIsRead() throws IOException {
    var text = "PUT " + WORKLOAD
        + " HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{\"a\r\n4\r\n\":1}\r\n0\r\n\r\n";
    var in = new ByteArrayInputStream((text + "GET /next HTTP/1.1\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    var request = Request.read(in).orElseThrow();
    assertThat(request.body()).isEqualTo("{\"a\":1}");
    assertThat(request.bytes()).asString().isEqualTo(text);
    assertThat(Request.read(in).orElseThrow().target()).isEqualTo("/next");
    assertThat(Request.read(in)).isEmpty();
  }

  private static Request request(String line, String header, String body) throws IOException {
    return Request.read(new ByteArrayInputStream((line + " HTTP/1.1\r\nHost: h\r\n" + header + "Content-Length: "
        + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8))).orElseThrow();
  }
}
