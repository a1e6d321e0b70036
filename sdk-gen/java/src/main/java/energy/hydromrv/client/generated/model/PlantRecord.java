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
 * PlantRecord of the API.
 *
 * @param recordId Random: says nothing of order, number or plant
 * @param kind {@code reading}; the registration of a {@code plant} or {@code device}, or a change of it; {@code device-key}: a
 *     key that signs readings came or went; {@code review}, {@code reopen} or {@code correction}: what later became of
 *     readings; {@code model}: a decision on what judges them
 * @param status The verdict, which never changes; null for a record without one, as are the next two and {@code timestamp}. One
 *     of {@code APPROVED}, {@code FLAGGED}, {@code REJECTED}
 * @param effectiveStatus The verdict with every later decision; only APPROVED counts. REOPENED: approved, then doubted by a later finding.
 *     PROPOSED: a correction that no verifier has accepted yet. REPLACED: an accepted correction stands in its place.
 *     One of {@code APPROVED}, {@code FLAGGED}, {@code REJECTED}, {@code REOPENED}, {@code PROPOSED}, {@code REPLACED}
 * @param trustScore 0-1, four decimals, rounded down
 * @param hederaTxId Transaction of the checkpoint that covers the record; null until anchored
 * @param hashscanUrl Its page on HashScan; null until anchored, and on the local ledger
 * @param timestamp END of the interval, or the instant
 * @param intervalS Length of the interval, s; null: instantaneous
 * @param seq Place in the plant's chain, by acceptance
 * @param commitment SHA-256 of the record's exact bytes, hex: its leaf in the log
 * @param duplicate True: this call repeated a reading that was on record
 * @param source History that an operator filed; absent: live. One of {@code backfill}
 * @param reason Why it was filed then, with {@code source}
 * @param filedBy Id of the key that filed it, with {@code source}
 * @param signed Whether the device signed it, or each of the samples it was made of; absent in records made before this was told
 * @param notice What the figures are not
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@SuppressWarnings("unused")
public record PlantRecord(
        @JsonProperty("record_id") String recordId,
        @JsonProperty("kind") String kind,
        @JsonProperty("status") String status,
        @JsonProperty("effective_status") String effectiveStatus,
        @JsonProperty("trust_score") BigDecimal trustScore,
        @JsonProperty("hedera_tx_id") String hederaTxId,
        @JsonProperty("hashscan_url") String hashscanUrl,
        @JsonProperty("timestamp") String timestamp,
        @JsonProperty("interval_s") Long intervalS,
        @JsonProperty("received_at") String receivedAt,
        @JsonProperty("plant_id") String plantId,
        @JsonProperty("device_id") String deviceId,
        @JsonProperty("seq") Long seq,
        @JsonProperty("commitment") String commitment,
        @JsonProperty("duplicate") Boolean duplicate,
        @JsonProperty("readings") Quantities readings,
        @JsonProperty("source") String source,
        @JsonProperty("reason") String reason,
        @JsonProperty("filed_by") String filedBy,
        @JsonProperty("signed") Boolean signed,
        @JsonProperty("signature") RecordedSignature signature,
        @JsonProperty("samples") RecordSamples samples,
        @JsonProperty("context") RecordedContext context,
        @JsonProperty("verification") Verification verification,
        @JsonProperty("carbon") CarbonEstimate carbon,
        @JsonProperty("review") PlantRecordReview review,
        @JsonProperty("reopen") PlantRecordReopen reopen,
        @JsonProperty("correction") PlantRecordCorrection correction,
        @JsonProperty("model") PlantRecordModel model,
        @JsonProperty("device_key") PlantRecordDeviceKey deviceKey,
        @JsonProperty("anchor") Anchor anchor,
        @JsonProperty("public_message") PublicMessage publicMessage,
        @JsonProperty("notice") String notice,
        @JsonProperty("links") PlantRecordLinks links
) {
}
