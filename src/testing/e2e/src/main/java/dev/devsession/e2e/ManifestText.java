package dev.devsession.e2e;

import java.util.regex.Pattern;

/** Changes of a manifest's text. One that finds nothing to change is a mistake: the test would test something else. */
public final class ManifestText {
  private static final Pattern WITHDRAW = Pattern.compile("(?<=\\{name: SHOP_WITHDRAW_MS, value: \")\\d+(?=\"})");

  private ManifestText() {}

  /** @throws IllegalArgumentException if the text isn't there */
  public static String replace(String manifest, String text, String by) {
    if (!manifest.contains(text)) {
      throw new IllegalArgumentException("expected \"" + text + "\" in the manifest:\n" + manifest);
    }
    return manifest.replace(text, by);
  }

  /** For how long all pods of the shop serve after SIGTERM. */
  public static String withdrawing(String manifest, int millis) {
    if (!WITHDRAW.matcher(manifest).find()) {
      throw new IllegalArgumentException("expected SHOP_WITHDRAW_MS in the manifest:\n" + manifest);
    }
    return WITHDRAW.matcher(manifest).replaceAll(String.valueOf(millis));
  }

  /** The Service at a port of the nodes. */
  public static String atNode(String manifest, String service, int nodePort) {
    return replace(manifest, "spec:\n  selector: {app: " + service + "}\n  ports:\n    - {",
        "spec:\n  type: NodePort\n  selector: {app: " + service + "}\n  ports:\n    - {nodePort: " + nodePort + ", ");
  }
}
