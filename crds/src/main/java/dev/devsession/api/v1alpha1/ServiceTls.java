package dev.devsession.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** The key of a Service whose pods speak TLS. */
public record ServiceTls(
    @Required @Size(max = 253)
    @ValidationRule(value = "self.matches('^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$')",
        message = "must be the name of a Secret of this "
            + "namespace: lower-case letters, digits, '-' and '.', of which the last two are neither first nor last")
    @JsonPropertyDescription("Name of a Secret of type kubernetes.io/tls in the session's namespace, with the "
        + "certificate and key that callers are to see. You need the right to get it.") String secretName) {}
