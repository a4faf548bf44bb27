package dev.devsession.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;

/** What a request's path must be, decoded once and without its query; one of the three. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PathMatch(
    @Size(max = 1024) @JsonPropertyDescription("It must be just this.") String exact,
    @Size(max = 1024) @JsonPropertyDescription("It must begin so.") String prefix,
    @Size(max = 1024) @JsonPropertyDescription("All of it must match this expression in RE2 syntax.") String regex) {}
