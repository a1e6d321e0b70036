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
 * PeriodStatementItem of the API.
 *
 * @param label What its figures may be called, and nothing stronger. One of {@code unverified estimate}, {@code verified
 *     statement}, {@code issued}
 * @param recordId Random: says nothing of order, number or plant
 * @param seq Place in the plant's chain
 * @param issuedUnits Whole units it states for issuance; {@code label} says whether they are issued
 * @param takenBackG Of these: stated by an earlier statement of the period, and taken back
 * @param issuance The newest request to issue it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record PeriodStatementItem(
        @JsonProperty("statement_no") Long statementNo,
        @JsonProperty("label") String label,
        @JsonProperty("record_id") String recordId,
        @JsonProperty("seq") Long seq,
        @JsonProperty("commitment") String commitment,
        @JsonProperty("er_g") String erG,
        @JsonProperty("er_t") String erT,
        @JsonProperty("issued_units") String issuedUnits,
        @JsonProperty("taken_back_g") String takenBackG,
        @JsonProperty("carry_out_g") String carryOutG,
        @JsonProperty("created_at") String createdAt,
        @JsonProperty("issuance") PeriodStatementIssuance issuance,
        @JsonProperty("links") PeriodStatementLinks links
) {
}
