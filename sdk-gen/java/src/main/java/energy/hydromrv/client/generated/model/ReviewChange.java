// Made by `npm run sdk` from openapi/openapi.json. Not to be edited.
package energy.hydromrv.client.generated.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * ReviewChange of the API.
 *
 * @param cause One of {@code reopen}, {@code decision}, {@code replacement}
 * @param recordId The record of the chain that made the change
 * @param seq Its place in the plant's chain
 * @param effectiveStatus From here to the next change. One of {@code APPROVED}, {@code FLAGGED}, {@code REJECTED}, {@code REOPENED},
 *     {@code PROPOSED}, {@code REPLACED}
 * @param decision Null unless the cause is a decision, as are the next two. One of {@code approve}, {@code reject}
 * @param decidedBy Id of the user
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record ReviewChange(
        @JsonProperty("cause") String cause,
        @JsonProperty("record_id") String recordId,
        @JsonProperty("seq") Long seq,
        @JsonProperty("at") String at,
        @JsonProperty("effective_status") String effectiveStatus,
        @JsonProperty("decision") String decision,
        @JsonProperty("reason") String reason,
        @JsonProperty("decided_by") String decidedBy
) {
}
