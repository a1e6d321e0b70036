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
 * RegisteredDesign of the API.
 *
 * @param recordId Random: says nothing of order, number or plant
 * @param commitment Of the record that holds this version, hex
 * @param eligible Always true. What is not eligible is a 422 with {@code rule} and {@code clause}
 * @param powerDensityWPerM2 Null where no reservoir is new or larger
 * @param reservoirEmissions True: gross generation must be metered
 * @param creditingPeriod The one that runs today; null before and after them all
 * @param inForceFrom First local day it holds for; periods before go on by the version before. Absent: every day
 * @param rulebook A rulebook by id, e.g. acm0002-v22.0
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record RegisteredDesign(
        @JsonProperty("plant_id") String plantId,
        @JsonProperty("version") Long version,
        @JsonProperty("record_id") String recordId,
        @JsonProperty("commitment") String commitment,
        @JsonProperty("created_at") String createdAt,
        @JsonProperty("eligible") Boolean eligible,
        @JsonProperty("power_density_w_per_m2") String powerDensityWPerM2,
        @JsonProperty("reservoir_emissions") Boolean reservoirEmissions,
        @JsonProperty("crediting_period") CreditingPeriod creditingPeriod,
        @JsonProperty("in_force_from") String inForceFrom,
        @JsonProperty("rulebook") String rulebook,
        @JsonProperty("grid") ProjectDesignGrid grid,
        @JsonProperty("design") ProjectDesignDesign design,
        @JsonProperty("crediting") ProjectDesignCrediting crediting,
        @JsonProperty("meters") List<ProjectDesignMeter> meters,
        @JsonProperty("issuance") ProjectDesignIssuance issuance,
        @JsonProperty("ex_ante") ProjectDesignExAnte exAnte
) {
}
