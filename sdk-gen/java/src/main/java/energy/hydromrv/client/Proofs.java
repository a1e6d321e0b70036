package energy.hydromrv.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import energy.hydromrv.client.Notes.Checkpoint;
import energy.hydromrv.client.Notes.Key;
import energy.hydromrv.client.Notes.Line;
import energy.hydromrv.client.Notes.Note;
import energy.hydromrv.client.generated.model.Proof;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Whether a record is in the log whose key is given, checked offline: nothing is fetched and nobody is asked. The leaf is
 * SHA-256 over the record's canonical bytes (RFC 8785), the path leads to the root of the RFC 9162 tree, and the root stands
 * in a checkpoint that the log's Ed25519 key has signed (C2SP tlog-proof, tlog-checkpoint, signed note).
 */
public final class Proofs {
    private static final int LONGEST_RECORD_BYTES = 1_048_576;
    private static final int MOST_LEVELS = 64;
    private static final String TOO_DEEP = "the record is nested deeper than " + MOST_LEVELS + " levels";
    private static final Pattern CHOSEN_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Map<String, Pattern> TEXTS = Map.of(
            "id", Pattern.compile("rec_[0-9a-hjkmnp-tv-z]{26}"),
            "kind", Pattern.compile("[a-z][a-z0-9_.-]{0,63}"),
            "org_id", CHOSEN_ID,
            "plant_id", CHOSEN_ID,
            "salt", Pattern.compile("[0-9a-f]{32}"));

    private Proofs() {}

    /**
     * One thing that was checked.
     *
     * @param check {@code canonical}, {@code commitment}, {@code inclusion}, {@code signature} or {@code origin}
     * @param ok whether it holds
     * @param detail in plain words
     */
    public record Check(String check, boolean ok, String detail) {}

    /**
     * @param valid true only when every check holds
     * @param checks each of them
     * @param commitment SHA-256 of the record's bytes, 64 hex digits; null where it is no text
     */
    public record Verification(boolean valid, List<Check> checks, String commitment) {}

    /**
     * Checks a proof as the gateway answered it.
     *
     * @param verifierKey from a source you trust, such as the first message of the log's topic: the key that stands in the
     *     answer itself proves only that the answer agrees with itself
     */
    public static Verification verify(Proof proof, String verifierKey) {
        return verify(proof.record(), proof.proof(), verifierKey, proof.commitment());
    }

    /**
     * Checks a record's proof.
     *
     * @param record the record's exact text
     * @param proof the {@code tlog-proof} text
     * @param verifierKey as above
     * @param commitment what you were told of the record, 64 hex digits; null: nothing
     */
    public static Verification verify(String record, String proof, String verifierKey, String commitment) {
        byte[] digest = Notes.isWellFormed(record) ? Notes.sha256(record.getBytes(StandardCharsets.UTF_8)) : null;
        Notes.Proof parsed = Notes.proofOf(proof);
        Note note = parsed == null ? null : Notes.noteOf(parsed.checkpoint());
        Checkpoint head = note == null ? null : Notes.checkpointOf(note.body());
        Key key = Notes.keyOf(verifierKey);
        List<Check> checks = List.of(
                check("canonical", refusedRecord(record), () -> "the bytes are the canonical form of " + idOf(record)),
                check("commitment", refusedCommitment(digest, commitment), () -> "SHA-256 of the record's bytes is "
                        + HexFormat.of().formatHex(digest)),
                check("inclusion", refusedInclusion(digest, parsed, head), () -> "the record is leaf " + parsed.index()
                        + " of the log's first " + head.size()),
                check("signature", refusedSignature(note, key), () -> "the checkpoint is signed by the key "
                        + key.name() + "+" + key.keyId()),
                check("origin", refusedOrigin(head, key), () -> "the checkpoint is of the log " + key.name()));
        boolean valid = checks.stream().allMatch(Check::ok);
        return new Verification(valid, checks, digest == null ? null : HexFormat.of().formatHex(digest));
    }

    private static Check check(String name, String refused, Supplier<String> held) {
        return new Check(name, refused == null, refused == null ? held.get() : refused);
    }

    private static String idOf(String record) {
        try {
            return Transport.JSON.readTree(record).get("id").textValue();
        } catch (JsonProcessingException notJson) {
            throw new IllegalStateException("a record that was found canonical", notJson);
        }
    }

    private static String refusedRecord(String text) {
        if (!Notes.isWellFormed(text)) return "the record is not UTF-8 text";
        if (text.getBytes(StandardCharsets.UTF_8).length > LONGEST_RECORD_BYTES) return "the record is longer than 1 MiB";
        try {
            JsonNode members = Transport.JSON.readTree(text);
            if (isDeeperThan(members, MOST_LEVELS)) return TOO_DEEP;
            if (!Canonical.textOf(members).equals(text)) return "the record is not in canonical form (RFC 8785)";
            return members.isObject() ? refusedEnvelope(members) : "the record is not a JSON object";
        } catch (JsonProcessingException | IllegalArgumentException notJson) {
            return "the record is not JSON in UTF-8";
        }
    }

    private static boolean isDeeperThan(JsonNode value, int levels) {
        if (!value.isContainerNode()) return false;
        if (levels == 0) return true;
        for (JsonNode member : value) if (isDeeperThan(member, levels - 1)) return true;
        return false;
    }

    private static String refusedEnvelope(JsonNode members) {
        for (Map.Entry<String, Pattern> text : TEXTS.entrySet()) {
            JsonNode value = members.get(text.getKey());
            if (value == null || !value.isTextual() || !text.getValue().matcher(value.textValue()).matches()) {
                return text.getKey() + " is missing or not in its form";
            }
        }
        JsonNode seq = members.get("seq");
        JsonNode prev = members.get("prev");
        boolean isWhole = seq != null && seq.isIntegralNumber() && seq.canConvertToLong();
        if (!isWhole || seq.longValue() < 1 || seq.longValue() > (1L << 53) - 1) return "seq is not a whole number from 1";
        boolean isFirst = prev != null && prev.isNull();
        if (prev == null || !(isFirst || (prev.isTextual() && HASH.matcher(prev.textValue()).matches()))) {
            return "prev is neither null nor 64 hex digits";
        }
        return isFirst == (seq.longValue() == 1) ? null : "prev is null exactly in a plant's first record";
    }

    private static String refusedCommitment(byte[] digest, String expected) {
        if (digest == null) return "not checked: the record is not UTF-8 text";
        boolean agrees = expected == null || HexFormat.of().formatHex(digest).equals(expected);
        return agrees ? null : "SHA-256 of the record's bytes is not the commitment given";
    }

    private static String refusedInclusion(byte[] digest, Notes.Proof proof, Checkpoint head) {
        if (proof == null) return "the proof is not a tlog-proof text";
        if (head == null) return "the proof holds no checkpoint";
        if (digest == null) return "not checked: the record is not UTF-8 text";
        byte[] root = rootOf(digest, proof.index(), head.size(), proof.path());
        if (root == null) return "the path does not fit leaf " + proof.index() + " of a log of " + head.size();
        boolean leads = Arrays.equals(root, head.root());
        return leads ? null : "the path from this record does not lead to the root of the checkpoint";
    }

    private static String refusedSignature(Note note, Key key) {
        if (key == null) return "the verifier key is not an Ed25519 note key";
        if (note == null) return "the proof holds no signed note";
        byte[] body = note.body().getBytes(StandardCharsets.UTF_8);
        String name = key.name() + "+" + key.keyId();
        List<Line> ours = note.lines().stream()
                .filter(line -> line.name().equals(key.name()) && line.keyId().equals(key.keyId()))
                .toList();
        if (ours.isEmpty()) return "no signature by the key " + name;
        boolean holds = ours.stream().allMatch(line -> Notes.isSigned(key.publicKey(), line.signature(), body));
        return holds ? null : "the signature by the key " + name + " does not hold";
    }

    private static String refusedOrigin(Checkpoint head, Key key) {
        if (head == null || key == null) return "not checked: no checkpoint or no verifier key could be read";
        boolean agrees = head.origin().equals(key.name());
        return agrees ? null : "the checkpoint is of the log " + head.origin() + ", the key of " + key.name();
    }

    /**
     * The root that an inclusion path leads to (RFC 9162 section 2.1.3.2); null where path or index do not fit.
     *
     * @param entry the leaf's entry, here the 32 bytes of a commitment
     * @param index zero-based place of the leaf
     * @param size leaves of the tree
     * @param path siblings, from the leaf's own up to the root's child
     */
    static byte[] rootOf(byte[] entry, long index, long size, List<byte[]> path) {
        if (index < 0 || index >= size) return null;
        long node = index;
        long last = size - 1;
        byte[] found = Notes.sha256(new byte[] {0}, entry);
        for (byte[] sibling : path) {
            if (last == 0) return null;
            if (node % 2 == 1 || node == last) {
                found = Notes.sha256(new byte[] {1}, sibling, found);
                while (node % 2 == 0 && node != 0) {
                    node /= 2;
                    last /= 2;
                }
            } else {
                found = Notes.sha256(new byte[] {1}, found, sibling);
            }
            node /= 2;
            last /= 2;
        }
        return last == 0 ? found : null;
    }
}
