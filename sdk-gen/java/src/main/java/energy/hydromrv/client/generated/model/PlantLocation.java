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
 * PlantLocation of the API.
 *
 * @param latitude Degrees north (WGS 84)
 * @param longitude Degrees east (WGS 84)
 * @param elevationM Of the powerhouse above sea level, m
 * @param region State, province or district
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record PlantLocation(
        @JsonProperty("latitude") BigDecimal latitude,
        @JsonProperty("longitude") BigDecimal longitude,
        @JsonProperty("elevation_m") BigDecimal elevationM,
        @JsonProperty("river") String river,
        @JsonProperty("region") String region
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private BigDecimal latitude;
        private BigDecimal longitude;
        private BigDecimal elevationM;
        private String river;
        private String region;

        public Builder latitude(BigDecimal latitude) {
            this.latitude = latitude;
            return this;
        }

        public Builder latitude(double latitude) {
            return latitude(BigDecimal.valueOf(latitude));
        }

        public Builder longitude(BigDecimal longitude) {
            this.longitude = longitude;
            return this;
        }

        public Builder longitude(double longitude) {
            return longitude(BigDecimal.valueOf(longitude));
        }

        public Builder elevationM(BigDecimal elevationM) {
            this.elevationM = elevationM;
            return this;
        }

        public Builder elevationM(double elevationM) {
            return elevationM(BigDecimal.valueOf(elevationM));
        }

        public Builder river(String river) {
            this.river = river;
            return this;
        }

        public Builder region(String region) {
            this.region = region;
            return this;
        }

        public PlantLocation build() {
            return new PlantLocation(latitude, longitude, elevationM, river, region);
        }
    }
}
