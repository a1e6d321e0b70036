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
 * ShadowReportRow of the API.
 *
 * @param gateway Null: the gateway would refuse these days; see {@code refused}
 * @param reviewed Readings that were put before a person
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record ShadowReportRow(
        @JsonProperty("period") String period,
        @JsonProperty("from") String from,
        @JsonProperty("to") String to,
        @JsonProperty("manual") HourlyEnergies manual,
        @JsonProperty("gateway") HourlyEnergies gateway,
        @JsonProperty("refused") ReasonInWords refused,
        @JsonProperty("delta_percent") ShadowReportRowDeltaPercent deltaPercent,
        @JsonProperty("readings") String readings,
        @JsonProperty("rejected") String rejected,
        @JsonProperty("reviewed") String reviewed
) {
}
