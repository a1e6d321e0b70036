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
 * ShadowReportFalseRejections of the API.
 *
 * @param _false Rejections beyond those the manual procedure made itself
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record ShadowReportFalseRejections(
        @JsonProperty("readings") String readings,
        @JsonProperty("rejected") String rejected,
        @JsonProperty("false") String _false,
        @JsonProperty("percent") String percent
) {
}
