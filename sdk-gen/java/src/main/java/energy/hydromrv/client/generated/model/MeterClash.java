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
 * MeterClash of the API.
 *
 * @param days Days behind on which it would earn in both; null: both name it as theirs today
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record MeterClash(
        @JsonProperty("clash_id") String clashId,
        @JsonProperty("serial") String serial,
        @JsonProperty("claimant") MeterClashHolder claimant,
        @JsonProperty("holder") MeterClashHolder holder,
        @JsonProperty("days") MeterClashDays days,
        @JsonProperty("raised_at") String raisedAt,
        @JsonProperty("resolved") MeterClashResolved resolved
) {
}
