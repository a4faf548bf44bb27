package dev.devsession.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** What a named value must be; one of the four. With none of them, it must be there. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = "[has(self.exact), has(self.prefix), has(self.regex), has(self.present)]"
    + ".filter(given, given).size() <= 1", message = "must have at most one of exact, prefix, regex and present")
public record ValueMatch(
    @Required @Size(min = 1, max = 256) @JsonPropertyDescription("Its name.") String name,
    @Size(max = 1024) @JsonPropertyDescription("It must be just this.") String exact,
    @Size(max = 1024) @JsonPropertyDescription("It must begin so.") String prefix,
    @Size(max = 1024) @JsonPropertyDescription("All of it must match this expression in RE2 syntax.") String regex,
    @ValidationRule(value = "self", message = "must be true or left out; use not for requests without it")
    @JsonPropertyDescription("It must be there, with any value. The same as leaving all four out.") Boolean present) {}
