// Made by `npm run sdk` from openapi/openapi.json. Not to be edited.
package energy.hydromrv.client.generated.api;

import com.fasterxml.jackson.core.type.TypeReference;
import energy.hydromrv.client.Call;
import energy.hydromrv.client.Transport;
import energy.hydromrv.client.generated.model.PlantRecord;
import energy.hydromrv.client.generated.model.Proof;
import energy.hydromrv.client.generated.model.SamplePage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Operations of the API's part {@code Records}. */
@SuppressWarnings("unused")
public final class RecordsApi {
    private final Transport transport;

    public RecordsApi(Transport transport) {
        this.transport = transport;
    }

    /**
     * Export a plant's chain, byte for byte.
     *
     * <p>The exact bytes of every record, configuration and readings alike, in order of acceptance, one a line: SHA-256 of
     * a line (without its line feed) is the record's commitment, and {@code prev} of the next line names it. An answer
     * that breaks off is not complete; go on with {@code from_seq}.
     *
     * @param plantId Id of the plant, as it was registered
     * @param fromSeq First record; 1 when left out; null: left out
     * @param toSeq Last record; the newest when left out; null: left out
     */
    public byte[] exportRecords(String plantId, Long fromSeq, Long toSeq) {
        Call call = new Call("GET", "/api/v1/records/export")
                .query("plant_id", plantId)
                .query("from_seq", fromSeq)
                .query("to_seq", toSeq);
        return transport.send(call, new TypeReference<byte[]>() {});
    }

    /** The same, without what may be left out. */
    public byte[] exportRecords(String plantId) {
        return exportRecords(plantId, null, null);
    }

    /**
     * Export what records were made of, byte for byte.
     *
     * <p>For each record of the range that was made of samples, in the records' order, its samples in the order of time,
     * one line of canonical JSON each: the leaves of the tree whose root the record names. Behind the line of a signed
     * sample stands what its device signed, whose SHA-256 the sample names.
     *
     * @param plantId Id of the plant, as it was registered
     * @param fromSeq First record; 1 when left out; null: left out
     * @param toSeq Last record; the newest when left out; null: left out
     */
    public byte[] exportSamples(String plantId, Long fromSeq, Long toSeq) {
        Call call = new Call("GET", "/api/v1/records/samples")
                .query("plant_id", plantId)
                .query("from_seq", fromSeq)
                .query("to_seq", toSeq);
        return transport.send(call, new TypeReference<byte[]>() {});
    }

    /** The same, without what may be left out. */
    public byte[] exportSamples(String plantId) {
        return exportSamples(plantId, null, null);
    }

    /**
     * Export what devices signed, byte for byte.
     *
     * <p>For each signed record of the range, in the records' order, one line of canonical JSON: SHA-256 of a line
     * (without its line feed) is {@code signature.sha256} of the record. It holds the signed text, the signature and,
     * of a batch, the path: enough to check it with the key that the plant's chain registers.
     *
     * @param plantId Id of the plant, as it was registered
     * @param fromSeq First record; 1 when left out; null: left out
     * @param toSeq Last record; the newest when left out; null: left out
     */
    public byte[] exportSignatures(String plantId, Long fromSeq, Long toSeq) {
        Call call = new Call("GET", "/api/v1/records/signatures")
                .query("plant_id", plantId)
                .query("from_seq", fromSeq)
                .query("to_seq", toSeq);
        return transport.send(call, new TypeReference<byte[]>() {});
    }

    /** The same, without what may be left out. */
    public byte[] exportSignatures(String plantId) {
        return exportSignatures(plantId, null, null);
    }

    /**
     * Look at one record.
     *
     * <p>The record with its verdict, carbon estimate and how far its anchoring has got.
     *
     * @param id Random: says nothing of order, number or plant
     */
    public PlantRecord getRecord(String id) {
        Call call = new Call("GET", "/api/v1/records/{id}")
                .path("id", id);
        return transport.send(call, new TypeReference<PlantRecord>() {});
    }

    /**
     * Get everything needed to check one record without us.
     *
     * <p>The record's exact bytes, its path to a signed checkpoint of the log, the log's key, and where on the ledger the
     * checkpoint stands. Give it as it is to POST /api/v1/verify, or check it with any C2SP tlog-proof tool.
     *
     * @param id Random: says nothing of order, number or plant
     */
    public Proof getRecordProof(String id) {
        Call call = new Call("GET", "/api/v1/records/{id}/proof")
                .path("id", id);
        return transport.send(call, new TypeReference<Proof>() {});
    }

    /**
     * See what a record was made of.
     *
     * <p>Of a reading of a plant with an {@code accounting} interval: its samples, byte for byte in the order of time,
     * each with its path to {@code samples.root} of the record. With the record's own proof the path reaches from what
     * the device sent to the ledger.
     *
     * @param id Random: says nothing of order, number or plant
     * @param cursor {@code next_cursor} of the page before, unchanged; null: left out
     * @param limit Most items on a page; null: left out
     */
    public SamplePage getRecordSamples(String id, String cursor, Long limit) {
        Call call = new Call("GET", "/api/v1/records/{id}/samples")
                .path("id", id)
                .query("cursor", cursor)
                .query("limit", limit);
        return transport.send(call, new TypeReference<SamplePage>() {});
    }

    /** The same, without what may be left out. */
    public SamplePage getRecordSamples(String id) {
        return getRecordSamples(id, null, null);
    }
}
