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
 * ProblemKind of the API.
 *
 * @param code One of {@code malformed-json}, {@code invalid-request}, {@code body-too-large}, {@code unsupported-media-type},
 *     {@code not-acceptable}, {@code unauthenticated}, {@code totp-required}, {@code too-many-attempts}, {@code
 *     forbidden}, {@code session-required}, {@code second-factor-required}, {@code registration-closed}, {@code
 *     last-owner}, {@code not-found}, {@code method-not-allowed}, {@code already-exists}, {@code reading-conflict},
 *     {@code interval-overlap}, {@code timestamp-out-of-range}, {@code signature-required}, {@code signature-invalid},
 *     {@code signature-replayed}, {@code sequence-conflict}, {@code precondition-required}, {@code
 *     precondition-failed}, {@code idempotency-key-reused}, {@code idempotency-key-in-flight}, {@code answer-lost},
 *     {@code quota-exceeded}, {@code too-much-in-work}, {@code request-timeout}, {@code deadline-exceeded}, {@code
 *     not-anchored-yet}, {@code not-reviewable}, {@code not-accredited}, {@code duties-conflict}, {@code
 *     issuance-state}, {@code rule-violated}, {@code overloaded}, {@code clock-behind}, {@code storage-unavailable},
 *     {@code internal}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record ProblemKind(
        @JsonProperty("type") String type,
        @JsonProperty("code") String code,
        @JsonProperty("status") Long status,
        @JsonProperty("title") String title,
        @JsonProperty("meaning") String meaning,
        @JsonProperty("remedy") String remedy
) {
}
