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
 * GridTable of the API.
 *
 * @param hash SHA-256 of the table's canonical bytes; statements name it
 * @param shipped True: one of the gateway's own
 * @param createdAt When it was uploaded; null for the gateway's own
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record GridTable(
        @JsonProperty("hash") String hash,
        @JsonProperty("shipped") Boolean shipped,
        @JsonProperty("created_at") String createdAt,
        @JsonProperty("table") GridTableTable table
) {
}
