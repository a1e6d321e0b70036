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
 * Certificate of the API.
 *
 * @param format One of {@code HIP412@2.0.0}
 * @param image A picture as data URI
 * @param checksum SHA-256 of the picture
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record Certificate(
        @JsonProperty("format") String format,
        @JsonProperty("name") String name,
        @JsonProperty("description") String description,
        @JsonProperty("image") String image,
        @JsonProperty("checksum") String checksum,
        @JsonProperty("type") String type,
        @JsonProperty("properties") CertificateProperties properties
) {
}
