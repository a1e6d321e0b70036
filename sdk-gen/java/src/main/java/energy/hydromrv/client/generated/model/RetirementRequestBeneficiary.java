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
 * RetirementRequestBeneficiary of the API.
 *
 * @param name On whose behalf; becomes public as it is written
 * @param id For example a company number
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record RetirementRequestBeneficiary(
        @JsonProperty("name") String name,
        @JsonProperty("id") String id,
        @JsonProperty("country") String country
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String name;
        private String id;
        private String country;

        public Builder name(String name) {
            this.name = name;
            return this;
        }

        public Builder id(String id) {
            this.id = id;
            return this;
        }

        public Builder country(String country) {
            this.country = country;
            return this;
        }

        public RetirementRequestBeneficiary build() {
            return new RetirementRequestBeneficiary(name, id, country);
        }
    }
}
