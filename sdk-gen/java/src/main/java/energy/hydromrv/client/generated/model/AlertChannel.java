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
 * AlertChannel of the API.
 *
 * @param kind One of {@code email}, {@code alertmanager}
 * @param leastSeverity One of {@code info}, {@code warning}, {@code critical}
 * @param confirmed Of an address: false until the code it was sent is given
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record AlertChannel(
        @JsonProperty("channel_id") String channelId,
        @JsonProperty("kind") String kind,
        @JsonProperty("target") String target,
        @JsonProperty("plant_ids") List<String> plantIds,
        @JsonProperty("least_severity") String leastSeverity,
        @JsonProperty("confirmed") Boolean confirmed,
        @JsonProperty("created_at") String createdAt,
        @JsonProperty("created_by") String createdBy,
        @JsonProperty("last_sent_at") String lastSentAt,
        @JsonProperty("last_error") AlertChannelLastError lastError
) {
}
