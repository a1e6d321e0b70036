// Made by `npm run sdk` from openapi/openapi.json. Not to be edited.
package energy.hydromrv.client.generated.api;

import com.fasterxml.jackson.core.type.TypeReference;
import energy.hydromrv.client.Call;
import energy.hydromrv.client.Transport;
import energy.hydromrv.client.generated.model.LogConsistency;
import energy.hydromrv.client.generated.model.LogKey;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Operations of the API's part {@code Log}. */
@SuppressWarnings("unused")
public final class LogApi {
    private final Transport transport;

    public LogApi(Transport transport) {
        this.transport = transport;
    }

    /**
     * Get the newest checkpoint that stands on the ledger.
     *
     * <p>C2SP tlog-checkpoint: origin, number of leaves, root and signature, as a signed note. A checkpoint whose message
     * is still on its way to the ledger is not shown.
     *
     */
    public String getCheckpoint() {
        Call call = new Call("GET", "/log/checkpoint");
        return transport.send(call, new TypeReference<String>() {});
    }

    /**
     * Get the proof that the log only grew.
     *
     * <p>The consistency path of RFC 9162 section 2.1.4 between two sizes, to be checked against two signed checkpoints,
     * for example two messages of the topic.
     *
     * @param first The older size, in leaves
     * @param second The newer size, in leaves; at most that of the published checkpoint
     */
    public LogConsistency getLogConsistency(Long first, Long second) {
        Call call = new Call("GET", "/log/consistency")
                .query("first", first)
                .query("second", second);
        return transport.send(call, new TypeReference<LogConsistency>() {});
    }

    /**
     * Get a bundle of the log's entries.
     *
     * <p>C2SP tlog-tiles: up to 256 entries, each behind its length as two bytes, big-endian. An entry is a record's
     * commitment, 32 bytes: SHA-256 of the record's exact bytes, which hold a secret salt. It says nothing of plant,
     * device or owner.
     *
     * @param index Index of the tile in groups of three digits, all but the last behind an {@code x} and before a slash (1234067
     *     is {@code x001/x234/067}); a partial tile of W hashes adds {@code .p/W}
     */
    public byte[] getLogEntries(String index) {
        Call call = new Call("GET", "/log/tile/entries/{index}")
                .path("index", index);
        return transport.send(call, new TypeReference<byte[]>() {});
    }

    /**
     * Get the log's verifier key.
     *
     * <p>C2SP signed-note verifier key as text; as JSON, when asked for, with the log's place on the ledger. The same key
     * is in the first message of the topic: compare them there, not here.
     *
     */
    public LogKey getLogKey() {
        Call call = new Call("GET", "/log/key");
        return transport.send(call, new TypeReference<LogKey>() {});
    }

    /**
     * Get a tile of the log's hash tree.
     *
     * <p>C2SP tlog-tiles: up to 256 hashes of 32 bytes. Level 0 holds leaf hashes, each further level the roots of full
     * tiles below (RFC 9162, SHA-256). Tiles reach as far as the published checkpoint, partial ones of every width up
     * to there.
     *
     * @param level 0-63, without leading zeros
     * @param index Index of the tile in groups of three digits, all but the last behind an {@code x} and before a slash (1234067
     *     is {@code x001/x234/067}); a partial tile of W hashes adds {@code .p/W}
     */
    public byte[] getLogTile(String level, String index) {
        Call call = new Call("GET", "/log/tile/{level}/{index}")
                .path("level", level)
                .path("index", index);
        return transport.send(call, new TypeReference<byte[]>() {});
    }
}
