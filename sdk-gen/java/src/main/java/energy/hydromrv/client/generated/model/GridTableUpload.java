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
 * GridTableUpload of the API.
 *
 * @param source Where the figures stand, so that a verifier finds them
 * @param published When its source was published
 * @param unit One of {@code tCO2/MWh}
 * @param timeZone IANA zone whose local midnights bound monitoring periods
 * @param validFrom First local day of generation it may serve for
 * @param validUntil First local day it may no longer serve for
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record GridTableUpload(
        @JsonProperty("id") String id,
        @JsonProperty("title") String title,
        @JsonProperty("publisher") String publisher,
        @JsonProperty("source") String source,
        @JsonProperty("version") String version,
        @JsonProperty("published") String published,
        @JsonProperty("geography") String geography,
        @JsonProperty("scope") String scope,
        @JsonProperty("unit") String unit,
        @JsonProperty("time_zone") String timeZone,
        @JsonProperty("year_begins") String yearBegins,
        @JsonProperty("years") List<GridTableUploadYear> years,
        @JsonProperty("valid_from") String validFrom,
        @JsonProperty("valid_until") String validUntil
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String id;
        private String title;
        private String publisher;
        private String source;
        private String version;
        private String published;
        private String geography;
        private String scope;
        private String unit;
        private String timeZone;
        private String yearBegins;
        private List<GridTableUploadYear> years;
        private String validFrom;
        private String validUntil;

        public Builder id(String id) {
            this.id = id;
            return this;
        }

        public Builder title(String title) {
            this.title = title;
            return this;
        }

        public Builder publisher(String publisher) {
            this.publisher = publisher;
            return this;
        }

        public Builder source(String source) {
            this.source = source;
            return this;
        }

        public Builder version(String version) {
            this.version = version;
            return this;
        }

        public Builder published(String published) {
            this.published = published;
            return this;
        }

        public Builder geography(String geography) {
            this.geography = geography;
            return this;
        }

        public Builder scope(String scope) {
            this.scope = scope;
            return this;
        }

        public Builder unit(String unit) {
            this.unit = unit;
            return this;
        }

        public Builder timeZone(String timeZone) {
            this.timeZone = timeZone;
            return this;
        }

        public Builder yearBegins(String yearBegins) {
            this.yearBegins = yearBegins;
            return this;
        }

        public Builder years(List<GridTableUploadYear> years) {
            this.years = years;
            return this;
        }

        public Builder validFrom(String validFrom) {
            this.validFrom = validFrom;
            return this;
        }

        public Builder validUntil(String validUntil) {
            this.validUntil = validUntil;
            return this;
        }

        public GridTableUpload build() {
            return new GridTableUpload(id, title, publisher, source, version, published, geography, scope, unit, timeZone, yearBegins, years, validFrom, validUntil);
        }
    }
}
