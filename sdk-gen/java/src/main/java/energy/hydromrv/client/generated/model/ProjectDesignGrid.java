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
 * ProjectDesignGrid of the API.
 *
 * @param table A factor table by id, e.g. cea-v21.0
 * @param year One of its years, fixed ex ante; absent: the year in which the energy was generated
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record ProjectDesignGrid(
        @JsonProperty("table") String table,
        @JsonProperty("year") String year,
        @JsonProperty("ef_om") String efOm,
        @JsonProperty("ef_bm") String efBm,
        @JsonProperty("ef_cm_t_per_mwh") String efCmTPerMwh,
        @JsonProperty("ef_cm_g_per_mwh") String efCmGPerMwh
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String table;
        private String year;
        private String efOm;
        private String efBm;
        private String efCmTPerMwh;
        private String efCmGPerMwh;

        public Builder table(String table) {
            this.table = table;
            return this;
        }

        public Builder year(String year) {
            this.year = year;
            return this;
        }

        public Builder efOm(String efOm) {
            this.efOm = efOm;
            return this;
        }

        public Builder efBm(String efBm) {
            this.efBm = efBm;
            return this;
        }

        public Builder efCmTPerMwh(String efCmTPerMwh) {
            this.efCmTPerMwh = efCmTPerMwh;
            return this;
        }

        public Builder efCmGPerMwh(String efCmGPerMwh) {
            this.efCmGPerMwh = efCmGPerMwh;
            return this;
        }

        public ProjectDesignGrid build() {
            return new ProjectDesignGrid(table, year, efOm, efBm, efCmTPerMwh, efCmGPerMwh);
        }
    }
}
