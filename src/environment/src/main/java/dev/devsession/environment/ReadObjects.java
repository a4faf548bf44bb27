package dev.devsession.environment;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.Map;

/**
 * What a container's environment refers to, as far as it could be read.
 *
 * @param configMaps by name, all that {@link ObjectReferences} has
 * @param secrets as configMaps
 * @param services those of the pod's namespace, and {@code kubernetes} of {@code default}
 * @param allocatable what the pod's node has for pods, by resource
 */
public record ReadObjects(Map<String, ObjectLookup<ConfigMap>> configMaps, Map<String, ObjectLookup<Secret>> secrets,
    List<Service> services, ObjectLookup<Map<String, Quantity>> allocatable) {}
