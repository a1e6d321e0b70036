// Made by `npm run sdk` from openapi/openapi.json. Not to be edited.
package energy.hydromrv.client.generated.api;

import com.fasterxml.jackson.core.type.TypeReference;
import energy.hydromrv.client.Call;
import energy.hydromrv.client.Transport;
import energy.hydromrv.client.generated.model.BatchAnswer;
import energy.hydromrv.client.generated.model.LatestValues;
import energy.hydromrv.client.generated.model.ReadingPage;
import energy.hydromrv.client.generated.model.Record;
import energy.hydromrv.client.generated.model.Series;
import energy.hydromrv.client.generated.model.TelemetryReading;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Operations of the API's part {@code Telemetry}. */
@SuppressWarnings("unused")
public final class TelemetryApi {
    private final Transport transport;

    public TelemetryApi(Transport transport) {
        this.transport = transport;
    }

    /**
     * Export a plant&#39;s readings or rollups as a table.
     *
     * <p>As CSV (RFC 4180) or Apache Parquet, sent while it is read, however long the span. &#x60;raw&#x60;: a row for each reading and correction that ends in the span, by event time, with its own verdict, where it stands now, and a column for each quantity. Else a row for each device, quantity and bucket that ends in it, as the series has them but for what was accepted in the last seconds. An answer that breaks off is not complete.
     *
     * @param plantId Id of the plant, as it was registered
     * @param from Begin of the span, exclusive; a day before &#x60;to&#x60; when left out. ISO 8601 or milliseconds.; null: left out
     * @param to End of the span, inclusive; now when left out. ISO 8601 or milliseconds.; null: left out
     * @param deviceId One device; all of the plant when left out; null: left out
     * @param metric Only these quantities; repeated or separated by commas; null: left out
     * @param resolution Length of a step; &#x60;auto&#x60; chooses one that gives no more points than asked for; null: left out
     * @param format Form of the answer; null: left out
     */
    public byte[] exportHistory(String plantId, String from, String to, String deviceId, List<String> metric, String resolution, String format) {
        Call call = new Call("GET", "/api/v1/plants/{plant_id}/history")
                .path("plant_id", plantId)
                .query("from", from)
                .query("to", to)
                .query("device_id", deviceId)
                .query("metric", metric)
                .query("resolution", resolution)
                .query("format", format);
        return transport.send(call, new TypeReference<byte[]>() {});
    }

    /** The same, without what may be left out. */
    public byte[] exportHistory(String plantId) {
        return exportHistory(plantId, null, null, null, null, null, null);
    }

    /**
     * Look at a plant&#39;s newest values.
     *
     * <p>The newest value of every quantity of every device by event time, whatever its verdict, with its record and where that stands. A reading is in here as soon as it is accepted.
     *
     * @param plantId Id of the plant, as it was registered
     */
    public LatestValues getLatestValues(String plantId) {
        Call call = new Call("GET", "/api/v1/plants/{plant_id}/latest")
                .path("plant_id", plantId);
        return transport.send(call, new TypeReference<LatestValues>() {});
    }

    /**
     * Look at a quantity over a span.
     *
     * <p>Minimum, maximum, mean, last value and count of buckets, with how many readings of each are approved, flagged (a verifier has them) and rejected, by their status of now. A bucket is (timestamp - interval_s, timestamp] of UTC, as a reading&#39;s interval is, and holds the readings that end in it; those at the ends of the span are given whole. Values are of readings that are not rejected, an accepted correction in place of what it replaces; a bucket of rejected ones alone has none. A reading is in here as soon as it is accepted; what a review changes, within seconds.  **Resolution.** &#x60;auto&#x60; takes the readings themselves for up to an hour, else the coarsest buckets of which the span has &#x60;max_points&#x60; or more. Minutes are kept for 90 days, five minutes for two years, hours and days for good.  **Points.** Of more buckets than &#x60;max_points&#x60;, that many are chosen by Largest-Triangle-Three-Buckets over the means: points that are there, none made up.
     *
     * @param plantId Id of the plant, as it was registered
     * @param metric The quantity, by its name in a reading
     * @param from Begin of the span, exclusive; a day before &#x60;to&#x60; when left out. ISO 8601 or milliseconds.; null: left out
     * @param to End of the span, inclusive; now when left out. ISO 8601 or milliseconds.; null: left out
     * @param deviceId One device; all of the plant when left out; null: left out
     * @param resolution Length of a step; &#x60;auto&#x60; chooses one that gives no more points than asked for; null: left out
     * @param maxPoints Most points of one device; null: left out
     */
    public Series getSeries(String plantId, String metric, String from, String to, String deviceId, String resolution, Long maxPoints) {
        Call call = new Call("GET", "/api/v1/plants/{plant_id}/series")
                .path("plant_id", plantId)
                .query("metric", metric)
                .query("from", from)
                .query("to", to)
                .query("device_id", deviceId)
                .query("resolution", resolution)
                .query("max_points", maxPoints);
        return transport.send(call, new TypeReference<Series>() {});
    }

    /** The same, without what may be left out. */
    public Series getSeries(String plantId, String metric) {
        return getSeries(plantId, metric, null, null, null, null, null);
    }

    /**
     * List a plant&#39;s readings.
     *
     * <p>By event time, then order of acceptance. Corrections that were filed stand among them; whatever adds readings up takes &#x60;effective_status&#x3D;APPROVED&#x60;, which is at most one record for each device and time. Pages are stable while readings arrive: follow &#x60;next_cursor&#x60;, or the Link header.
     *
     * @param plantId Id of the plant, as it was registered
     * @param from Exclusive: intervals that end after this instant. ISO 8601 or milliseconds.; null: left out
     * @param to Inclusive: intervals that end at or before this instant. ISO 8601 or milliseconds.; null: left out
     * @param status Only these verdicts; repeated or separated by commas; null: left out
     * @param effectiveStatus Only those that stand so after later decisions; repeated or separated by commas; null: left out
     * @param cursor &#x60;next_cursor&#x60; of the page before, unchanged; null: left out
     * @param limit Most items on a page; null: left out
     */
    public ReadingPage listTelemetry(String plantId, String from, String to, List<String> status, List<String> effectiveStatus, String cursor, Long limit) {
        Call call = new Call("GET", "/api/v1/telemetry")
                .query("plant_id", plantId)
                .query("from", from)
                .query("to", to)
                .query("status", status)
                .query("effective_status", effectiveStatus)
                .query("cursor", cursor)
                .query("limit", limit);
        return transport.send(call, new TypeReference<ReadingPage>() {});
    }

    /** The same, without what may be left out. */
    public ReadingPage listTelemetry(String plantId) {
        return listTelemetry(plantId, null, null, null, null, null, null);
    }

    /**
     * Send one reading.
     *
     * <p>The reading is judged, given its carbon estimate, chained to the plant&#39;s records and stored before this answers; then the call waits for its anchor on the ledger. A bad reading is no error: it is recorded with status REJECTED.  **Waiting.** At most 10 s by default, &#x60;Prefer: wait&#x3D;N&#x60; for N seconds (at most 60), &#x60;Prefer: respond-async&#x60; for none. 201: anchored. 202: stored and in line; follow &#x60;links.self&#x60;. A ledger that is down never fails this call.  **Repeats.** The same device, time and content answers 200 with the first record. Other content for the same time is a 409, and the attempt is kept. Without &#x60;timestamp&#x60;, send an &#x60;Idempotency-Key&#x60;: the same key and body answer with the same record.  **Signatures.** A device with a key of its own signs the reading in &#x60;signature&#x60;, or the whole request by RFC 9421 (&#x60;Signature-Input&#x60;, &#x60;Signature&#x60;, &#x60;Content-Digest&#x60;; see /docs). A plant with &#x60;signatures: required&#x60; takes no others. Under one key a &#x60;device_seq&#x60; is signed once: again with the same content it answers 200, with other content 409.  **Time.** &#x60;timestamp&#x60; is the END of the interval (timestamp - interval_s, timestamp]. Overlaps up to 2 s are cut off and noted.
     *
     * @param telemetryReading what is sent
     * @param idempotencyKey 1-255 visible ASCII characters, best as a structured-field string: &#x60;\&quot;8e03978e\&quot;&#x60;; null: left out
     * @param prefer &#x60;wait&#x3D;N&#x60; seconds and &#x60;respond-async&#x60; (RFC 7240); null: left out
     */
    public Record postTelemetry(TelemetryReading telemetryReading, String idempotencyKey, String prefer) {
        Call call = new Call("POST", "/api/v1/telemetry")
                .header("idempotency-key", idempotencyKey)
                .header("prefer", prefer)
                .body(telemetryReading);
        return transport.send(call, new TypeReference<Record>() {});
    }

    /** The same, without what may be left out. */
    public Record postTelemetry(TelemetryReading telemetryReading) {
        return postTelemetry(telemetryReading, null, null);
    }

    /**
     * Send many readings.
     *
     * <p>Up to 10000 readings and 16 MiB (as sent, and unpacked from &#x60;Content-Encoding&#x60;) as a JSON array or one a line. Each is taken, judged, chained and answered as if it had been sent alone, in this order; one that is refused hinders no other.  **Answer.** 200: every reading is on record. 207: some were refused; &#x60;items&#x60; says which and why. A fault that ends the batch (body too large or broken, a quota used up) is a problem document with the &#x60;totals&#x60; and &#x60;items&#x60; of the readings before it: those are on record. With &#x60;Accept: application/x-ndjson&#x60; results are sent line by line as soon as they are durable, with status 200, and the last line holds &#x60;totals&#x60; and &#x60;complete&#x60;, and &#x60;problem&#x60; where it is false. Nothing waits for the ledger: ask for a record, or listen.  **Sent again.** Safe at any time, whole or in part: what is on record answers as &#x60;duplicate&#x60;. Readings without a &#x60;timestamp&#x60; are known again by the &#x60;Idempotency-Key&#x60; and their place; the same place with other content is refused as &#x60;idempotency-key-reused&#x60;.  **Late.** Readings may come in any order and up to 7 days late. What is older is history: &#x60;\&quot;source\&quot;: \&quot;backfill\&quot;&#x60; with a &#x60;reason&#x60;, by the key of an operator; both stand in the record.  **Signatures.** In the body of each reading; one signature may be over the whole batch, with a path for each (see /docs).  **Limits.** Each reading counts as a request. Too many batches at once: 429 &#x60;too-much-in-work&#x60; or 503 &#x60;overloaded&#x60;, with &#x60;Retry-After&#x60;.
     *
     * @param telemetryReading what is sent
     * @param idempotencyKey For readings without a timestamp: 1-255 visible ASCII characters; null: left out
     */
    public BatchAnswer postTelemetryBatch(List<TelemetryReading> telemetryReading, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/telemetry/batch")
                .header("idempotency-key", idempotencyKey)
                .body(telemetryReading);
        return transport.send(call, new TypeReference<BatchAnswer>() {});
    }

    /** The same, without what may be left out. */
    public BatchAnswer postTelemetryBatch(List<TelemetryReading> telemetryReading) {
        return postTelemetryBatch(telemetryReading, null);
    }
}
