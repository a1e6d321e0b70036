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
 * What is left out does not narrow it
 *
 * @param scopes Parts of the API that it may call; its roles must allow them too
 * @param plants The only plants that it sees
 * @param devices The only devices that it sends readings of
 * @param networks Where it may be used from: addresses and networks (CIDR), IPv4 and IPv6
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record ApiKeyRequest(
        @JsonProperty("label") String label,
        @JsonProperty("roles") List<String> roles,
        @JsonProperty("expires_at") String expiresAt,
        @JsonProperty("scopes") List<String> scopes,
        @JsonProperty("plants") List<String> plants,
        @JsonProperty("devices") List<String> devices,
        @JsonProperty("networks") List<String> networks
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String label;
        private List<String> roles;
        private String expiresAt;
        private List<String> scopes;
        private List<String> plants;
        private List<String> devices;
        private List<String> networks;

        public Builder label(String label) {
            this.label = label;
            return this;
        }

        public Builder roles(List<String> roles) {
            this.roles = roles;
            return this;
        }

        public Builder expiresAt(String expiresAt) {
            this.expiresAt = expiresAt;
            return this;
        }

        public Builder scopes(List<String> scopes) {
            this.scopes = scopes;
            return this;
        }

        public Builder plants(List<String> plants) {
            this.plants = plants;
            return this;
        }

        public Builder devices(List<String> devices) {
            this.devices = devices;
            return this;
        }

        public Builder networks(List<String> networks) {
            this.networks = networks;
            return this;
        }

        public ApiKeyRequest build() {
            return new ApiKeyRequest(label, roles, expiresAt, scopes, plants, devices, networks);
        }
    }
}
