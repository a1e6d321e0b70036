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
 * BatchItemProblem of the API.
 *
 * @param type URI of the problem type, ending in /problems/{code}; codes: malformed-json, invalid-request, body-too-large,
 *     unsupported-media-type, not-acceptable, unauthenticated, totp-required, too-many-attempts, forbidden,
 *     session-required, second-factor-required, registration-closed, last-owner, not-found, method-not-allowed,
 *     already-exists, reading-conflict, interval-overlap, timestamp-out-of-range, signature-required,
 *     signature-invalid, signature-replayed, sequence-conflict, precondition-required, precondition-failed,
 *     idempotency-key-reused, idempotency-key-in-flight, answer-lost, quota-exceeded, too-much-in-work,
 *     request-timeout, deadline-exceeded, not-anchored-yet, not-reviewable, not-accredited, duties-conflict,
 *     issuance-state, rule-violated, overloaded, clock-behind, storage-unavailable, internal
 * @param detail What is wrong with this request and what to do
 * @param instance {@code urn:request:} and the request's id, as in X-Request-Id
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record BatchItemProblem(
        @JsonProperty("type") String type,
        @JsonProperty("title") String title,
        @JsonProperty("status") Long status,
        @JsonProperty("detail") String detail,
        @JsonProperty("instance") String instance,
        @JsonProperty("errors") List<ProblemError> errors
) {
}
