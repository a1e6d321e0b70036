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
 * TelemetryReading of the API.
 *
 * @param plantId The plant, as registered
 * @param deviceId The device, as registered at this plant
 * @param timestamp END of the interval (timestamp - interval_s, timestamp], with {@code T} and {@code Z} in capitals; absent: the
 *     time of receipt, never creditable
 * @param intervalS Length of the interval in seconds; absent: an instantaneous reading
 * @param deviceSeq The device's own counter, if it keeps one
 * @param source {@code backfill}: history that an operator files, of any age; it stands in the record. Absent: live. One of
 *     {@code backfill}
 * @param reason Why history is filed now; goes with {@code source} and into the record
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record TelemetryReading(
        @JsonProperty("plant_id") String plantId,
        @JsonProperty("device_id") String deviceId,
        @JsonProperty("timestamp") String timestamp,
        @JsonProperty("interval_s") Long intervalS,
        @JsonProperty("device_seq") Long deviceSeq,
        @JsonProperty("readings") Quantities readings,
        @JsonProperty("signature") TelemetryReadingSignature signature,
        @JsonProperty("source") String source,
        @JsonProperty("reason") String reason
) {

    public static Builder builder() {
        return new Builder();
    }

    /** What is not set is left out. */
    public static final class Builder {
        private String plantId;
        private String deviceId;
        private String timestamp;
        private Long intervalS;
        private Long deviceSeq;
        private Quantities readings;
        private TelemetryReadingSignature signature;
        private String source;
        private String reason;

        public Builder plantId(String plantId) {
            this.plantId = plantId;
            return this;
        }

        public Builder deviceId(String deviceId) {
            this.deviceId = deviceId;
            return this;
        }

        public Builder timestamp(String timestamp) {
            this.timestamp = timestamp;
            return this;
        }

        public Builder intervalS(Long intervalS) {
            this.intervalS = intervalS;
            return this;
        }

        public Builder intervalS(long intervalS) {
            return intervalS(Long.valueOf(intervalS));
        }

        public Builder deviceSeq(Long deviceSeq) {
            this.deviceSeq = deviceSeq;
            return this;
        }

        public Builder deviceSeq(long deviceSeq) {
            return deviceSeq(Long.valueOf(deviceSeq));
        }

        public Builder readings(Quantities readings) {
            this.readings = readings;
            return this;
        }

        public Builder signature(TelemetryReadingSignature signature) {
            this.signature = signature;
            return this;
        }

        public Builder source(String source) {
            this.source = source;
            return this;
        }

        public Builder reason(String reason) {
            this.reason = reason;
            return this;
        }

        public TelemetryReading build() {
            return new TelemetryReading(plantId, deviceId, timestamp, intervalS, deviceSeq, readings, signature, source, reason);
        }
    }
}
