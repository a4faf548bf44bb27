package dev.devsession.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devsession.tunnel.carrier.portforward.ProxyAddress;
import dev.devsession.tunnel.carrier.portforward.ProxyAddress.Kind;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyChoiceTest {

  private static final String ENVIRONMENT = "http://proxy.corp:3128";

  @Test
  void proxyOfTheKubeconfigPrecedesThatOfTheEnvironmentAndHasNoExceptions() {
    assertThat(ProxyChoice.of("10.0.0.1", "socks5://[::1]", ENVIRONMENT, new String[]{"*"}))
        .contains(new ProxyAddress(Kind.SOCKS5, "::1", 1080, Optional.empty()));
    assertThat(ProxyChoice.of("10.0.0.1", null, ENVIRONMENT, null))
        .contains(new ProxyAddress(Kind.HTTP, "proxy.corp", 3128, Optional.empty()));
    assertThat(ProxyChoice.of("10.0.0.1", "", null, null)).isEmpty();
  }

  @Test
  void urlMayHoldAUser() {
    assertThat(ProxyChoice.of("kube", "https://ada:se:cret@proxy:8443", null, null)).contains(
        new ProxyAddress(Kind.HTTPS, "proxy", 8443, Optional.of(new ProxyAddress.User("ada", "se:cret"))));
  }

  @ParameterizedTest
  @CsvSource({"10.1.2.3,10.0.0.0/8,true", "11.1.2.3,10.0.0.0/8,false", "kube.corp,.corp,true", "kube.corp,corp,true",
      "kube.corp,*.corp,true", "kube.mycorp,corp,false", "kube,*,true", "10.0.0.1,10.0.0.1,true",
      "10.0.0.11,10.0.0.1,false",
      "fd00::1,fd00::/8,true", "kube.corp,10.0.0.0/8,false", "localhost,other,true", "127.0.0.1,other,true"})
  void noProxyExceptsHostsDomainsAndSubnets(String host, String except, boolean direct) {
    assertThat(ProxyChoice.of(host, null, ENVIRONMENT, new String[]{"unrelated", except}).isEmpty()).isEqualTo(direct);
  }

  @Test
  void malformedProxyIsReported() {
    assertThatThrownBy(() -> ProxyChoice.of("kube", "ftp://proxy", null, null))
        .hasMessageContaining("must be http, https or socks5");
    assertThatThrownBy(() -> ProxyChoice.of("kube", "http:///nowhere", null, null))
        .hasMessageContaining("must name a host");
  }
}
