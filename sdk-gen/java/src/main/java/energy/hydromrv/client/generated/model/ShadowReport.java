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
 * ShadowReport of the API.
 *
 * @param sourceSha256 Of the uploaded report
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record ShadowReport(
        @JsonProperty("report_id") String reportId,
        @JsonProperty("plant_id") String plantId,
        @JsonProperty("label") String label,
        @JsonProperty("created_at") String createdAt,
        @JsonProperty("source_sha256") String sourceSha256,
        @JsonProperty("chain") ShadowReportChain chain,
        @JsonProperty("design") ShadowReportDesign design,
        @JsonProperty("rulebook") PolicyHash rulebook,
        @JsonProperty("rows") List<ShadowReportRow> rows,
        @JsonProperty("false_rejections") ShadowReportFalseRejections falseRejections,
        @JsonProperty("ledger") ShadowReportLedger ledger,
        @JsonProperty("interventions") ShadowReportInterventions interventions,
        @JsonProperty("verdict") ShadowReportVerdict verdict
) {
}
