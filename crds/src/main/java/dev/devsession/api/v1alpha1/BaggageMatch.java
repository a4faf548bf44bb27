package dev.devsession.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** One list member of a request's baggage headers (W3C Baggage). */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BaggageMatch(
    @Required @Size(max = 256)
    @ValidationRule(value = "self" + HttpToken.MATCHES, message = "must be a key of baggage: " + HttpToken.CHARACTERS)
    @JsonPropertyDescription("The member's key.") String key,
    @Required @Size(max = 1024) @JsonPropertyDescription("The member's value, decoded.") String value) {}
