package dev.devsession.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** What a named value must be; one of the four. With none of them, it must be there. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ValueMatch(
    @Required @Size(min = 1, max = 256) @JsonPropertyDescription("Its name.") String name,
    @Size(max = 1024) @JsonPropertyDescription("It must be just this.") String exact,
    @Size(max = 1024) @JsonPropertyDescription("It must begin so.") String prefix,
    @Size(max = 1024) @JsonPropertyDescription("All of it must match this expression in RE2 syntax.") String regex,
    @JsonPropertyDescription("True: it must be there, with any value.") Boolean present) {}
