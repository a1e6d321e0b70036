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
 * Which readings it was trained on: with the plant's chain anybody trains the same model from them
 *
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record TrainingSet(
        @JsonProperty("policy") PolicyHash policy,
        @JsonProperty("head_seq") Long headSeq,
        @JsonProperty("from") String from,
        @JsonProperty("to") String to,
        @JsonProperty("most_readings") Long mostReadings,
        @JsonProperty("readings") TrainingSetReadings readings,
        @JsonProperty("physics_plants") Long physicsPlants,
        @JsonProperty("seed") Long seed,
        @JsonProperty("features") List<String> features
) {
}
