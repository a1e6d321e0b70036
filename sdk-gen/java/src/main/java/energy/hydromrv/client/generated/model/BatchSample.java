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
 * BatchSample of the API.
 *
 * @param timestamp END of its interval
 * @param sha256 Of its canonical (RFC 8785) bytes: GET /api/v1/records/{id}/samples gives them
 * @param recordId The record it went into; null: none was made of it yet
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record BatchSample(
        @JsonProperty("timestamp") String timestamp,
        @JsonProperty("interval_s") Long intervalS,
        @JsonProperty("sha256") String sha256,
        @JsonProperty("slot") SampleSlot slot,
        @JsonProperty("record_id") String recordId,
        @JsonProperty("duplicate") Boolean duplicate
) {
}
