package dev.devsession.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** What a request's path must be, decoded once and without its query; one of the three. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = "[has(self.exact), has(self.prefix), has(self.regex)].filter(given, given).size() == 1",
    message = "must have one of exact, prefix and regex")
public record PathMatch(
    @Size(max = 1024) @ValidationRule(value = "self.startsWith('/')", message = "must begin with /")
    @JsonPropertyDescription("It must be just this.") String exact,
    @Size(max = 1024) @ValidationRule(value = "self.startsWith('/')", message = "must begin with /")
    @JsonPropertyDescription("It must begin so.") String prefix,
    @Size(max = 1024) @JsonPropertyDescription("All of it must match this expression in RE2 syntax.") String regex) {}
