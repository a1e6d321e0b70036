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
 * ProjectDesignMeterReplacement of the API.
 *
 * @param at When the new meter took over
 * @param serial Of the new meter
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record ProjectDesignMeterReplacement(
        @JsonProperty("at") String at,
        @JsonProperty("serial") String serial,
        @JsonProperty("last") ProjectDesignMeterReplacementLast last,
        @JsonProperty("first") ProjectDesignMeterReplacementLast first
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String at;
        private String serial;
        private ProjectDesignMeterReplacementLast last;
        private ProjectDesignMeterReplacementLast first;

        public Builder at(String at) {
            this.at = at;
            return this;
        }

        public Builder serial(String serial) {
            this.serial = serial;
            return this;
        }

        public Builder last(ProjectDesignMeterReplacementLast last) {
            this.last = last;
            return this;
        }

        public Builder first(ProjectDesignMeterReplacementLast first) {
            this.first = first;
            return this;
        }

        public ProjectDesignMeterReplacement build() {
            return new ProjectDesignMeterReplacement(at, serial, last, first);
        }
    }
}
