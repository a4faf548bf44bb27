package dev.devsession.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A session whose requests the proxies of a shared Service lead to its machine. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Sharer(
    @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Name of the session.") String session,
    @Size(max = 64) @JsonPropertyDescription("SHA-256 of the claim that the proxies' routes were made "
        + "from.") String claim) {}
