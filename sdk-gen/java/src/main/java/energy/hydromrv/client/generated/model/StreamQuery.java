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
 * What a live stream tells: docs/streams.md.
 *
 * @param events Only these events; repeated or separated by commas
 * @param plantId Only these plants; repeated or separated by commas
 * @param deviceId Only these devices; repeated or separated by commas
 * @param metric Of readings only these quantities; repeated or separated by commas
 * @param resolution {@code raw}: every reading; else one event for each device and window of time with readings in it. One of {@code
 *     raw}, {@code 5s}, {@code 1m}, {@code 5m}, {@code 1h}
 * @param delta Of readings only quantities that have changed since they were sent last, and none where nothing has. One of
 *     {@code true}, {@code false}
 * @param deadBand How far a quantity may move before it is sent again, {@code power_output_kw:5} in its own unit or {@code *:1%} of
 *     what was sent last; implies {@code delta}. Repeated or separated by commas
 * @param lastEventId The {@code id} of the last event you have, unchanged: the stream goes on behind it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record StreamQuery(
        @JsonProperty("events") List<String> events,
        @JsonProperty("plant_id") List<String> plantId,
        @JsonProperty("device_id") List<String> deviceId,
        @JsonProperty("metric") List<String> metric,
        @JsonProperty("resolution") String resolution,
        @JsonProperty("delta") String delta,
        @JsonProperty("dead_band") List<String> deadBand,
        @JsonProperty("last_event_id") String lastEventId
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private List<String> events;
        private List<String> plantId;
        private List<String> deviceId;
        private List<String> metric;
        private String resolution;
        private String delta;
        private List<String> deadBand;
        private String lastEventId;

        public Builder events(List<String> events) {
            this.events = events;
            return this;
        }

        public Builder plantId(List<String> plantId) {
            this.plantId = plantId;
            return this;
        }

        public Builder deviceId(List<String> deviceId) {
            this.deviceId = deviceId;
            return this;
        }

        public Builder metric(List<String> metric) {
            this.metric = metric;
            return this;
        }

        public Builder resolution(String resolution) {
            this.resolution = resolution;
            return this;
        }

        public Builder delta(String delta) {
            this.delta = delta;
            return this;
        }

        public Builder deadBand(List<String> deadBand) {
            this.deadBand = deadBand;
            return this;
        }

        public Builder lastEventId(String lastEventId) {
            this.lastEventId = lastEventId;
            return this;
        }

        public StreamQuery build() {
            return new StreamQuery(events, plantId, deviceId, metric, resolution, delta, deadBand, lastEventId);
        }
    }
}
