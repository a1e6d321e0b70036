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
 * Invitation of the API.
 *
 * @param organisation Who is invited
 * @param role One of {@code verifier}, {@code issuer}, {@code auditor}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record Invitation(
        @JsonProperty("invitation_id") String invitationId,
        @JsonProperty("period_id") String periodId,
        @JsonProperty("organisation") String organisation,
        @JsonProperty("role") String role,
        @JsonProperty("created_at") String createdAt,
        @JsonProperty("withdrawn_at") String withdrawnAt
) {
}
