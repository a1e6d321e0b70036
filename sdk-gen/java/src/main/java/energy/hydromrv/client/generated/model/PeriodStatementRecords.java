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
 * PeriodStatementRecords of the API.
 *
 * @param of Which readings are in the set
 * @param headSeq The chain's head at closing: nothing accepted later was looked at
 * @param logSize Leaves in the log at closing
 * @param assessmentSha256 SHA-256 of what the assessment remembered of the plant's devices at closing
 * @param sha256 SHA-256 over the commitments of the set in sorted order, 32 bytes each
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record PeriodStatementRecords(
        @JsonProperty("of") String of,
        @JsonProperty("head_seq") Long headSeq,
        @JsonProperty("head_commitment") String headCommitment,
        @JsonProperty("log_size") String logSize,
        @JsonProperty("assessment_sha256") String assessmentSha256,
        @JsonProperty("count") Long count,
        @JsonProperty("sha256") String sha256
) {
}
