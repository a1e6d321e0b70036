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
 * GridTableItem of the API.
 *
 * @param unit One of {@code tCO2/MWh}
 * @param validFrom Of an uploaded table: first local day of generation it may serve for
 * @param validUntil Of an uploaded table: first local day it may no longer serve for
 * @param hash SHA-256 of the table's canonical bytes; statements name it
 * @param shipped True: one of the gateway's own
 * @param createdAt When it was uploaded; null for the gateway's own
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record GridTableItem(
        @JsonProperty("id") String id,
        @JsonProperty("title") String title,
        @JsonProperty("publisher") String publisher,
        @JsonProperty("source") String source,
        @JsonProperty("version") String version,
        @JsonProperty("published") String published,
        @JsonProperty("geography") String geography,
        @JsonProperty("scope") String scope,
        @JsonProperty("unit") String unit,
        @JsonProperty("time_zone") String timeZone,
        @JsonProperty("year_begins") String yearBegins,
        @JsonProperty("valid_from") String validFrom,
        @JsonProperty("valid_until") String validUntil,
        @JsonProperty("years") List<String> years,
        @JsonProperty("hash") String hash,
        @JsonProperty("shipped") Boolean shipped,
        @JsonProperty("created_at") String createdAt
) {
}
