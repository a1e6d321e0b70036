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
 * StreamVerdict of the API.
 *
 * @param seq Place in the plant's chain
 * @param because A verdict on a reading or correction; a verifier's decision; a later reading's doubt on earlier ones. One of
 *     {@code reading}, {@code correction}, {@code review}, {@code reopen}
 * @param status One of {@code APPROVED}, {@code FLAGGED}, {@code REJECTED}
 * @param rules What the verdict rests on
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record StreamVerdict(
        @JsonProperty("plant_id") String plantId,
        @JsonProperty("device_id") String deviceId,
        @JsonProperty("record_id") String recordId,
        @JsonProperty("seq") Long seq,
        @JsonProperty("because") String because,
        @JsonProperty("timestamp") String timestamp,
        @JsonProperty("status") String status,
        @JsonProperty("trust_score") BigDecimal trustScore,
        @JsonProperty("rules") List<String> rules
) {
}
