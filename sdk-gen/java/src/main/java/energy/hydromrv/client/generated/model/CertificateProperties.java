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
 * CertificateProperties of the API.
 *
 * @param label One of {@code issued}
 * @param network One of {@code local}, {@code testnet}, {@code previewnet}, {@code mainnet}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record CertificateProperties(
        @JsonProperty("label") String label,
        @JsonProperty("rulebook") String rulebook,
        @JsonProperty("vintage") Long vintage,
        @JsonProperty("unit_g") String unitG,
        @JsonProperty("units") String units,
        @JsonProperty("statement_sha256") String statementSha256,
        @JsonProperty("network") String network,
        @JsonProperty("mints") List<CertificatePropertiesMint> mints
) {
}
