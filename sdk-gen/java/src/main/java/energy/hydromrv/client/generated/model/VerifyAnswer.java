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
 * VerifyAnswer of the API.
 *
 * @param valid True when every check holds
 * @param recordId Only when valid
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record VerifyAnswer(
        @JsonProperty("valid") Boolean valid,
        @JsonProperty("checks") List<VerifyAnswerCheck> checks,
        @JsonProperty("record_id") String recordId
) {
}
