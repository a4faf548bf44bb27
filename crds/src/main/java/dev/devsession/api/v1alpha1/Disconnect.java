package dev.devsession.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/**
 * What happens when the machine disconnects.
 *
 * @param graceSeconds seconds that the machine may be disconnected before the action
 * @param action what happens after that
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Disconnect(
    @Default("60") @Min(0) @Max(86400) @JsonPropertyDescription("Seconds that the machine may be disconnected "
        + "before the action. Until then connections are refused.") Integer graceSeconds,
    @Default("Restore") @JsonPropertyDescription("Restore: the originals run again until the machine reconnects. "
        + "Hold: nothing changes, and connections to replaced Services are refused until the machine "
        + "reconnects.") DisconnectAction action) {
  public Disconnect {
    graceSeconds = graceSeconds == null ? 60 : graceSeconds;
    action = action == null ? DisconnectAction.Restore : action;
  }
}
