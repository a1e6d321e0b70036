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
 * PlantGrid of the API.
 *
 * @param operator Of the grid that it feeds
 * @param frequencyHz One of {@code 50}, {@code 60}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record PlantGrid(
        @JsonProperty("operator") String operator,
        @JsonProperty("connection_point") String connectionPoint,
        @JsonProperty("voltage_kv") BigDecimal voltageKv,
        @JsonProperty("frequency_hz") Long frequencyHz
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String operator;
        private String connectionPoint;
        private BigDecimal voltageKv;
        private Long frequencyHz;

        public Builder operator(String operator) {
            this.operator = operator;
            return this;
        }

        public Builder connectionPoint(String connectionPoint) {
            this.connectionPoint = connectionPoint;
            return this;
        }

        public Builder voltageKv(BigDecimal voltageKv) {
            this.voltageKv = voltageKv;
            return this;
        }

        public Builder voltageKv(double voltageKv) {
            return voltageKv(BigDecimal.valueOf(voltageKv));
        }

        public Builder frequencyHz(Long frequencyHz) {
            this.frequencyHz = frequencyHz;
            return this;
        }

        public Builder frequencyHz(long frequencyHz) {
            return frequencyHz(Long.valueOf(frequencyHz));
        }

        public PlantGrid build() {
            return new PlantGrid(operator, connectionPoint, voltageKv, frequencyHz);
        }
    }
}
