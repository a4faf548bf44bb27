package dev.devsession.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;

/**
 * How often no proxy of a shared Service was ready for so long that the Service was given back to the original.
 *
 * @param lastTime RFC 3339
 * @param retryTime RFC 3339
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Outages(
    @Min(1) @Max(1000000) @JsonPropertyDescription("How often, since a proxy was last ready for long.") int count,
    @Size(max = 64) @JsonPropertyDescription("When the Service was last given back to the original.") String lastTime,
    @Size(max = 64)
    @JsonPropertyDescription("When the proxies get the Service again, if one is ready.") String retryTime) {}
