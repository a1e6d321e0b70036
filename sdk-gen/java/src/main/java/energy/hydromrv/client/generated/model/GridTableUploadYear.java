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
 * GridTableUploadYear of the API.
 *
 * @param om Operating margin, tCO2/MWh; null: not published, and what needs it is refused
 * @param bm Build margin, tCO2/MWh; null: not published
 * @param cmPublished The publisher's combined margin, for comparison only. Left out: null
 * @param weightedAverage For comparison only. Left out: null
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record GridTableUploadYear(
        @JsonProperty("year") String year,
        @JsonProperty("om") @JsonInclude(JsonInclude.Include.ALWAYS) String om,
        @JsonProperty("bm") @JsonInclude(JsonInclude.Include.ALWAYS) String bm,
        @JsonProperty("cm_published") Optional<String> cmPublished,
        @JsonProperty("weighted_average") Optional<String> weightedAverage
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String year;
        private String om;
        private String bm;
        private Optional<String> cmPublished;
        private Optional<String> weightedAverage;

        public Builder year(String year) {
            this.year = year;
            return this;
        }

        public Builder om(String om) {
            this.om = om;
            return this;
        }

        public Builder bm(String bm) {
            this.bm = bm;
            return this;
        }

        /** Null is sent as null. */
        public Builder cmPublished(String cmPublished) {
            this.cmPublished = Optional.ofNullable(cmPublished);
            return this;
        }

        /** Null is sent as null. */
        public Builder weightedAverage(String weightedAverage) {
            this.weightedAverage = Optional.ofNullable(weightedAverage);
            return this;
        }

        public GridTableUploadYear build() {
            return new GridTableUploadYear(year, om, bm, cmPublished, weightedAverage);
        }
    }
}
