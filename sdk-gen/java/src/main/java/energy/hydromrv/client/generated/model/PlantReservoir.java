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
 * PlantReservoir of the API.
 *
 * @param type {@code none}: run-of-river. One of {@code none}, {@code pondage}, {@code storage}, {@code pumped}
 * @param areaM2 Surface at full level, m2
 * @param liveVolumeM3 Between lowest and full level, m3
 * @param fullLevelM Full supply level above datum, m
 * @param lowestLevelM Lowest operating level above datum, m
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record PlantReservoir(
        @JsonProperty("type") String type,
        @JsonProperty("area_m2") BigDecimal areaM2,
        @JsonProperty("live_volume_m3") BigDecimal liveVolumeM3,
        @JsonProperty("full_level_m") BigDecimal fullLevelM,
        @JsonProperty("lowest_level_m") BigDecimal lowestLevelM
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String type;
        private BigDecimal areaM2;
        private BigDecimal liveVolumeM3;
        private BigDecimal fullLevelM;
        private BigDecimal lowestLevelM;

        public Builder type(String type) {
            this.type = type;
            return this;
        }

        public Builder areaM2(BigDecimal areaM2) {
            this.areaM2 = areaM2;
            return this;
        }

        public Builder areaM2(double areaM2) {
            return areaM2(BigDecimal.valueOf(areaM2));
        }

        public Builder liveVolumeM3(BigDecimal liveVolumeM3) {
            this.liveVolumeM3 = liveVolumeM3;
            return this;
        }

        public Builder liveVolumeM3(double liveVolumeM3) {
            return liveVolumeM3(BigDecimal.valueOf(liveVolumeM3));
        }

        public Builder fullLevelM(BigDecimal fullLevelM) {
            this.fullLevelM = fullLevelM;
            return this;
        }

        public Builder fullLevelM(double fullLevelM) {
            return fullLevelM(BigDecimal.valueOf(fullLevelM));
        }

        public Builder lowestLevelM(BigDecimal lowestLevelM) {
            this.lowestLevelM = lowestLevelM;
            return this;
        }

        public Builder lowestLevelM(double lowestLevelM) {
            return lowestLevelM(BigDecimal.valueOf(lowestLevelM));
        }

        public PlantReservoir build() {
            return new PlantReservoir(type, areaM2, liveVolumeM3, fullLevelM, lowestLevelM);
        }
    }
}
