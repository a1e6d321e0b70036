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
 * Of a reading that was made of samples: GET /api/v1/records/{id}/samples gives them
 *
 * @param root Of the RFC 9162 tree over the samples' canonical bytes in the order of time
 * @param receivedAt When the last of them came; the record's own is when it was made
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record RecordSamples(
        @JsonProperty("count") Long count,
        @JsonProperty("root") String root,
        @JsonProperty("slot") SampleSlot slot,
        @JsonProperty("received_at") String receivedAt
) {
}
