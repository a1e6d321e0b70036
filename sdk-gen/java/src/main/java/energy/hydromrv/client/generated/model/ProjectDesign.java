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
 * ProjectDesign of the API.
 *
 * @param inForceFrom First local day it holds for; periods before go on by the version before. Absent: every day
 * @param rulebook A rulebook by id, e.g. acm0002-v22.0
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record ProjectDesign(
        @JsonProperty("in_force_from") String inForceFrom,
        @JsonProperty("rulebook") String rulebook,
        @JsonProperty("grid") ProjectDesignGrid grid,
        @JsonProperty("design") ProjectDesignDesign design,
        @JsonProperty("crediting") ProjectDesignCrediting crediting,
        @JsonProperty("meters") List<ProjectDesignMeter> meters,
        @JsonProperty("issuance") ProjectDesignIssuance issuance,
        @JsonProperty("ex_ante") ProjectDesignExAnte exAnte
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String inForceFrom;
        private String rulebook;
        private ProjectDesignGrid grid;
        private ProjectDesignDesign design;
        private ProjectDesignCrediting crediting;
        private List<ProjectDesignMeter> meters;
        private ProjectDesignIssuance issuance;
        private ProjectDesignExAnte exAnte;

        public Builder inForceFrom(String inForceFrom) {
            this.inForceFrom = inForceFrom;
            return this;
        }

        public Builder rulebook(String rulebook) {
            this.rulebook = rulebook;
            return this;
        }

        public Builder grid(ProjectDesignGrid grid) {
            this.grid = grid;
            return this;
        }

        public Builder design(ProjectDesignDesign design) {
            this.design = design;
            return this;
        }

        public Builder crediting(ProjectDesignCrediting crediting) {
            this.crediting = crediting;
            return this;
        }

        public Builder meters(List<ProjectDesignMeter> meters) {
            this.meters = meters;
            return this;
        }

        public Builder issuance(ProjectDesignIssuance issuance) {
            this.issuance = issuance;
            return this;
        }

        public Builder exAnte(ProjectDesignExAnte exAnte) {
            this.exAnte = exAnte;
            return this;
        }

        public ProjectDesign build() {
            return new ProjectDesign(inForceFrom, rulebook, grid, design, crediting, meters, issuance, exAnte);
        }
    }
}
