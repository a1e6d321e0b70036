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
 * ProjectDesignMeterReplacementLast of the API.
 *
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record ProjectDesignMeterReplacementLast(
        @JsonProperty("export_wh") String exportWh,
        @JsonProperty("import_wh") String importWh,
        @JsonProperty("gross_wh") String grossWh
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String exportWh;
        private String importWh;
        private String grossWh;

        public Builder exportWh(String exportWh) {
            this.exportWh = exportWh;
            return this;
        }

        public Builder importWh(String importWh) {
            this.importWh = importWh;
            return this;
        }

        public Builder grossWh(String grossWh) {
            this.grossWh = grossWh;
            return this;
        }

        public ProjectDesignMeterReplacementLast build() {
            return new ProjectDesignMeterReplacementLast(exportWh, importWh, grossWh);
        }
    }
}
