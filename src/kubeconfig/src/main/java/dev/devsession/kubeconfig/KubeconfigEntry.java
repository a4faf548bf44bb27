package dev.devsession.kubeconfig;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.Context;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/**
 * The cluster and the user of a context as they stand in the kubeconfig now, with what the client's configuration has
 * no place for.
 *
 * @param clusterFile
 *          to which the cluster's paths are relative
 * @param userFile
 *          to which the user's paths are relative
 */
public record KubeconfigEntry(Cluster cluster, File clusterFile, AuthInfo user, File userFile) {

  /**
   * Reads them again.
   *
   * @throws IOException
   *           if they aren't there any more
   */
  public static KubeconfigEntry of(Config config) throws IOException {
    Context context = config.getCurrentContext().getContext();
    File clusterFile = KubeConfigUtils.getFileWithNamedCluster(config.getCurrentContext());
    File userFile = KubeConfigUtils.getFileWithNamedAuthInfo(config.getCurrentContext());
    if (clusterFile == null) {
      throw new IOException("the kubeconfig has no cluster \"" + context.getCluster() + "\"");
    }
    Cluster cluster = KubeconfigMerge.parse(clusterFile).getClusters().stream()
        .filter(named -> named.getName().equals(context.getCluster())).findFirst()
        .orElseThrow(() -> new IOException("no cluster \"" + context.getCluster() + "\" in " + clusterFile))
        .getCluster();
    if (userFile == null) {
      return new KubeconfigEntry(cluster, clusterFile, new AuthInfo(), clusterFile); // a cluster that needs no login
    }
    AuthInfo user = KubeconfigMerge.parse(userFile).getUsers().stream()
        .filter(named -> named.getName().equals(context.getUser())).findFirst()
        .orElseThrow(() -> new IOException("no user \"" + context.getUser() + "\" in " + userFile)).getUser();
    return new KubeconfigEntry(cluster, clusterFile, user, userFile);
  }

  /**
   * What is given in base64, or else as a path.
   *
   * @param beside
   *          to which a path is relative
   * @return null if it is given in neither way
   */
  public static String text(String data, String path, File beside) throws IOException {
    if (data != null && !data.isEmpty()) {
      return new String(Base64.getMimeDecoder().decode(data));
    }
    return path == null || path.isEmpty() ? null : Files.readString(resolve(path, beside));
  }

  /** A path of a kubeconfig. */
  public static Path resolve(String path, File beside) {
    return beside.getAbsoluteFile().toPath().resolveSibling(path);
  }
}
