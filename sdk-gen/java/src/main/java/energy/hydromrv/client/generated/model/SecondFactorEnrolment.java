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
 * SecondFactorEnrolment of the API.
 *
 * @param secret Base 32, to be typed into an app
 * @param uri {@code otpauth:}, to be shown as a QR code
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record SecondFactorEnrolment(
        @JsonProperty("secret") String secret,
        @JsonProperty("uri") String uri
) {
}
