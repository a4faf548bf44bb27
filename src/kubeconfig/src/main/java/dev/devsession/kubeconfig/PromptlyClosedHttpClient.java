package dev.devsession.kubeconfig;

import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientImpl;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.http.HttpClient;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * HTTP clients whose threads end when they are closed. Left alone, their selectors would wait in the kernel, and the
 * JVM waits 0.3 s for such threads at its end: more than a short command needs in all.
 */
final class PromptlyClosedHttpClient extends JdkHttpClientFactory {
  private final Queue<HttpClient> built = new ConcurrentLinkedQueue<>();

  @Override
  protected HttpClient.Builder createNewHttpClientBuilder() {
    var builder = super.createNewHttpClientBuilder();
    return (HttpClient.Builder) Proxy.newProxyInstance(getClass().getClassLoader(),
        new Class<?>[]{HttpClient.Builder.class}, (self, method, arguments) -> {
          try {
            var result = method.invoke(builder, arguments);
            if (result instanceof HttpClient client) {
              built.add(client);
            }
            return result == builder ? self : result;
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }

  @Override
  protected void closeHttpClient(JdkHttpClientImpl client) {
    super.closeHttpClient(client);
    for (var one = built.poll(); one != null; one = built.poll()) {
      one.shutdownNow();
    }
  }
}
