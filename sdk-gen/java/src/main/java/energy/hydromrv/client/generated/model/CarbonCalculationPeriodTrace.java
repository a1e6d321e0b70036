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
 * CarbonCalculationPeriodTrace of the API.
 *
 * @param rounding One of {@code exact}, {@code floor}, {@code ceil}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record CarbonCalculationPeriodTrace(
        @JsonProperty("name") String name,
        @JsonProperty("equation") String equation,
        @JsonProperty("clause") String clause,
        @JsonProperty("inputs") Map<String, String> inputs,
        @JsonProperty("result") Map<String, String> result,
        @JsonProperty("rounding") String rounding
) {
}
