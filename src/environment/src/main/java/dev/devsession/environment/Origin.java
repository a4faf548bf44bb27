package dev.devsession.environment;

/** Where the cluster has a variable's value from. */
public sealed interface Origin {
  /** The pod's spec itself; references in it are expanded. */
  record Literal() implements Origin {
    @Override
    public String toString() {
      return "value";
    }
  }

  /** One entry of a ConfigMap's data. */
  record ConfigMapKey(String configMap, String key) implements Origin {
    @Override
    public String toString() {
      return "ConfigMap " + configMap + ", key " + key;
    }
  }

  /** One entry of a Secret's data. */
  record SecretKey(String secret, String key) implements Origin {
    @Override
    public String toString() {
      return "Secret " + secret + ", key " + key;
    }
  }

  /** @param path such as {@code metadata.labels['app']} */
  record PodField(String path) implements Origin {
    @Override
    public String toString() {
      return "field " + path;
    }
  }

  /** @param resource such as {@code limits.cpu} */
  record ContainerResource(String container, String resource) implements Origin {
    @Override
    public String toString() {
      return "resource " + resource + " of container " + container;
    }
  }

  /** @param local whether it leads to this machine's address of the Service */
  record ServiceLink(String service, boolean local) implements Origin {
    @Override
    public String toString() {
      return "service link" + (local ? ", made to work here" : "");
    }
  }

  /** A file that an init container writes. */
  record FileKey(String volume, String path, String key) implements Origin {
    @Override
    public String toString() {
      return "key " + key + " of file " + path + " in volume " + volume;
    }
  }
}
