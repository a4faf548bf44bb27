package dev.devsession.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/**
 * What happens when no machine is connected any more.
 *
 * @param graceSeconds seconds that the machine may stay away without consequences
 * @param action what happens after that
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Disconnect(
    @Default("60") @Min(0) @Max(86400) @JsonPropertyDescription("Seconds that the machine may be away before the "
        + "action. Callers are refused meanwhile.") Integer graceSeconds,
    @Default("Restore") @JsonPropertyDescription("Restore: the originals run again until the machine is back. Hold: "
        + "nothing changes, and callers are refused until the machine is back.") DisconnectAction action) {
  public Disconnect {
    graceSeconds = graceSeconds == null ? 60 : graceSeconds;
    action = action == null ? DisconnectAction.Restore : action;
  }
}
