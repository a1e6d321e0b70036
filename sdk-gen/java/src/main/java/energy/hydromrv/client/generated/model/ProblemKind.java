// Made by `npm run sdk` from openapi/openapi.json. Not to be edited.
package energy.hydromrv.client.generated.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * ProblemKind of the API.
 *
 * @param code One of &#x60;malformed-json&#x60;, &#x60;invalid-request&#x60;, &#x60;body-too-large&#x60;, &#x60;unsupported-media-type&#x60;, &#x60;not-acceptable&#x60;, &#x60;unauthenticated&#x60;, &#x60;totp-required&#x60;, &#x60;too-many-attempts&#x60;, &#x60;forbidden&#x60;, &#x60;session-required&#x60;, &#x60;second-factor-required&#x60;, &#x60;registration-closed&#x60;, &#x60;last-owner&#x60;, &#x60;not-found&#x60;, &#x60;method-not-allowed&#x60;, &#x60;already-exists&#x60;, &#x60;reading-conflict&#x60;, &#x60;interval-overlap&#x60;, &#x60;timestamp-out-of-range&#x60;, &#x60;signature-required&#x60;, &#x60;signature-invalid&#x60;, &#x60;signature-replayed&#x60;, &#x60;sequence-conflict&#x60;, &#x60;precondition-required&#x60;, &#x60;precondition-failed&#x60;, &#x60;idempotency-key-reused&#x60;, &#x60;idempotency-key-in-flight&#x60;, &#x60;answer-lost&#x60;, &#x60;quota-exceeded&#x60;, &#x60;too-much-in-work&#x60;, &#x60;request-timeout&#x60;, &#x60;deadline-exceeded&#x60;, &#x60;not-anchored-yet&#x60;, &#x60;not-reviewable&#x60;, &#x60;not-accredited&#x60;, &#x60;duties-conflict&#x60;, &#x60;issuance-state&#x60;, &#x60;rule-violated&#x60;, &#x60;overloaded&#x60;, &#x60;storage-unavailable&#x60;, &#x60;internal&#x60;
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
