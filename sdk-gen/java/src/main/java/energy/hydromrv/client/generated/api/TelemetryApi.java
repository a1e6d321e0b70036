// Made by `npm run sdk` from openapi/openapi.json. Not to be edited.
package energy.hydromrv.client.generated.api;

import com.fasterxml.jackson.core.type.TypeReference;
import energy.hydromrv.client.Call;
import energy.hydromrv.client.Transport;
import energy.hydromrv.client.generated.model.BatchAnswer;
import energy.hydromrv.client.generated.model.LatestValues;
import energy.hydromrv.client.generated.model.PlantRecord;
import energy.hydromrv.client.generated.model.ReadingPage;
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
     * Export a plant's readings or rollups as a table.
     *
     * <p>As CSV (RFC 4180) or Apache Parquet, sent while it is read, however long the span. {@code raw}: a row for each
     * reading and correction that ends in the span, by event time, with its own verdict, where it stands now, and a
     * column for each quantity. Else a row for each device, quantity and bucket that ends in it, as the series has them
     * but for what was accepted in the last seconds. An answer that breaks off is not complete.
     *
     * @param plantId Id of the plant, as it was registered
     * @param from Begin of the span, exclusive; a day before {@code to} when left out. ISO 8601 or milliseconds.; null: left out
     * @param to End of the span, inclusive; now when left out. ISO 8601 or milliseconds.; null: left out
     * @param deviceId One device; all of the plant when left out; null: left out
     * @param metric Only these quantities; repeated or separated by commas; null: left out
     * @param resolution Length of a step; {@code auto} chooses one that gives no more points than asked for; null: left out
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
     * Look at a plant's newest values.
     *
     * <p>The newest value of every quantity of every device by event time, whatever its verdict, with its record and where
     * that stands. A reading is in here as soon as it is accepted. Of a plant with an {@code accounting} interval also
     * the newest sample of each device, where it is newer than its records.
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
     * <p>Minimum, maximum, mean, last value and count of buckets, with how many readings of each are approved, flagged (a
     * verifier has them) and rejected, by their status of now. A bucket is (timestamp - interval_s, timestamp] of UTC,
     * as a reading's interval is, and holds the readings that end in it; those at the ends of the span are given whole.
     * Values are of readings that are not rejected, an accepted correction in place of what it replaces; a bucket of
     * rejected ones alone has none. A reading is in here as soon as it is accepted; what a review changes, within
     * seconds.
     *
     * <p><b>Resolution.</b> {@code auto} takes the readings themselves for up to an hour, else the coarsest buckets of
     * which the span has {@code max_points} or more. Minutes are kept for 90 days, five minutes for two years, hours
     * and days for good.
     *
     * <p><b>Points.</b> Of more buckets than {@code max_points}, that many are chosen by Largest-Triangle-Three-Buckets
     * over the means: points that are there, none made up.
     *
     * @param plantId Id of the plant, as it was registered
     * @param metric The quantity, by its name in a reading
     * @param from Begin of the span, exclusive; a day before {@code to} when left out. ISO 8601 or milliseconds.; null: left out
     * @param to End of the span, inclusive; now when left out. ISO 8601 or milliseconds.; null: left out
     * @param deviceId One device; all of the plant when left out; null: left out
     * @param resolution Length of a step; {@code auto} chooses one that gives no more points than asked for; null: left out
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
     * List a plant's readings.
     *
     * <p>By event time, then order of acceptance. Corrections that were filed stand among them; whatever adds readings up
     * takes {@code effective_status=APPROVED}, which is at most one record for each device and time. Pages are stable
     * while readings arrive: follow {@code next_cursor}, or the Link header.
     *
     * @param plantId Id of the plant, as it was registered
     * @param from Exclusive: intervals that end after this instant. ISO 8601 or milliseconds.; null: left out
     * @param to Inclusive: intervals that end at or before this instant. ISO 8601 or milliseconds.; null: left out
     * @param status Only these verdicts; repeated or separated by commas; null: left out
     * @param effectiveStatus Only those that stand so after later decisions; repeated or separated by commas; null: left out
     * @param cursor {@code next_cursor} of the page before, unchanged; null: left out
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
     * <p>The reading is judged, given its carbon estimate, chained to the plant's records and stored before this answers;
     * then the call waits for its anchor on the ledger. A bad reading is no error: it is recorded with status REJECTED.
     *
     * <p><b>Waiting.</b> At most 10 s by default, {@code Prefer: wait=N} for N seconds (at most 60), {@code Prefer:
     * respond-async} for none. 201: anchored. 202: stored and in line; follow {@code links.self}. A ledger that is down
     * never fails this call.
     *
     * <p><b>Repeats.</b> The same device, time and content answers 200 with the first record. Other content for the
     * same time is a 409, and the attempt is kept. Without {@code timestamp}, send an {@code Idempotency-Key}: the same
     * key and body answer with the same record.
     *
     * <p><b>Samples.</b> Where the plant declares an {@code accounting} interval, a reading of a shorter one is a
     * sample: 202 in the form {@code application/vnd.hydro-mrv.sample+json} says its slot and the SHA-256 of its bytes.
     * It is durable, and is judged with the record that is made of its slot. The same again answers 200 in that form.
     *
     * <p><b>Signatures.</b> A device with a key of its own signs the reading in {@code signature}, or the whole request
     * by RFC 9421 ({@code Signature-Input}, {@code Signature}, {@code Content-Digest}; see /docs). A plant with {@code
     * signatures: required} takes no others. Under one key a {@code device_seq} is signed once: again with the same
     * content it answers 200, with other content 409.
     *
     * <p><b>Time.</b> {@code timestamp} is the END of the interval (timestamp - interval_s, timestamp]. Overlaps up to
     * 2 s are cut off and noted.
     *
     * @param telemetryReading what is sent
     * @param idempotencyKey 1-255 visible ASCII characters, best as a structured-field string: {@code "8e03978e"}; null: left out
     * @param prefer {@code wait=N} seconds and {@code respond-async} (RFC 7240); null: left out
     */
    public PlantRecord postTelemetry(TelemetryReading telemetryReading, String idempotencyKey, String prefer) {
        Call call = new Call("POST", "/api/v1/telemetry")
                .header("idempotency-key", idempotencyKey)
                .header("prefer", prefer)
                .body(telemetryReading);
        return transport.send(call, new TypeReference<PlantRecord>() {});
    }

    /** The same, without what may be left out. */
    public PlantRecord postTelemetry(TelemetryReading telemetryReading) {
        return postTelemetry(telemetryReading, null, null);
    }

    /**
     * Send many readings.
     *
     * <p>Up to 10000 readings and 16 MiB (as sent, and unpacked from {@code Content-Encoding}) as a JSON array or one a
     * line. Each is taken, judged, chained and answered as if it had been sent alone, in this order; one that is
     * refused hinders no other.
     *
     * <p><b>Answer.</b> 200: every reading is on record. 207: some were refused; {@code items} says which and why. A
     * fault that ends the batch (body too large or broken, a quota used up) is a problem document with the {@code
     * totals} and {@code items} of the readings before it: those are on record. With {@code Accept:
     * application/x-ndjson} results are sent line by line as soon as they are durable, with status 200, and the last
     * line holds {@code totals} and {@code complete}, and {@code problem} where it is false. Nothing waits for the
     * ledger: ask for a record, or listen.
     *
     * <p><b>Sent again.</b> Safe at any time, whole or in part: what is on record answers as {@code duplicate}.
     * Readings without a {@code timestamp} are known again by the {@code Idempotency-Key} and their place; the same
     * place with other content is refused as {@code idempotency-key-reused}.
     *
     * <p><b>Samples.</b> Where the plant declares an {@code accounting} interval, a shorter reading answers with {@code
     * result} {@code sample}: it is durable, and is judged with the record that is made of its slot.
     *
     * <p><b>Late.</b> Readings may come in any order and up to 7 days late. What is older is history: {@code "source":
     * "backfill"} with a {@code reason}, by the key of an operator; both stand in the record.
     *
     * <p><b>Signatures.</b> In the body of each reading; one signature may be over the whole batch, with a path for
     * each (see /docs).
     *
     * <p><b>Limits.</b> Each reading counts as a request. Too many batches at once: 429 {@code too-much-in-work} or 503
     * {@code overloaded}, with {@code Retry-After}.
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
