package dev.devsession.api.v1alpha1;

/** The ports of a gateway's pod. The proxy module has copies of them as defaults, since it depends on no Kubernetes. */
public final class GatewayPorts {
  /** Where swap proxies connect. */
  public static final int PROXY = 9700;
  /** Where the machine's tunnel arrives, on the pod's loopback address only. */
  public static final int TUNNEL = 9800;
  /** Where the connected machine may also come by TLS, on all addresses of the pod. */
  public static final int TLS = 9801;

  private GatewayPorts() {}
}
