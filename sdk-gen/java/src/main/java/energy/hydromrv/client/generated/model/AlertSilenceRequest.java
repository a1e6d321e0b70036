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
 * AlertSilenceRequest of the API.
 *
 * @param until In 90 days at the latest
 * @param forS Or for how long from now, s. One of the two
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record AlertSilenceRequest(
        @JsonProperty("plant_id") String plantId,
        @JsonProperty("rule_id") String ruleId,
        @JsonProperty("alert_id") String alertId,
        @JsonProperty("until") String until,
        @JsonProperty("for_s") Long forS,
        @JsonProperty("reason") String reason
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String plantId;
        private String ruleId;
        private String alertId;
        private String until;
        private Long forS;
        private String reason;

        public Builder plantId(String plantId) {
            this.plantId = plantId;
            return this;
        }

        public Builder ruleId(String ruleId) {
            this.ruleId = ruleId;
            return this;
        }

        public Builder alertId(String alertId) {
            this.alertId = alertId;
            return this;
        }

        public Builder until(String until) {
            this.until = until;
            return this;
        }

        public Builder forS(Long forS) {
            this.forS = forS;
            return this;
        }

        public Builder forS(long forS) {
            return forS(Long.valueOf(forS));
        }

        public Builder reason(String reason) {
            this.reason = reason;
            return this;
        }

        public AlertSilenceRequest build() {
            return new AlertSilenceRequest(plantId, ruleId, alertId, until, forS, reason);
        }
    }
}
