package energy.hydromrv.client;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/** The C2SP texts of a proof: signed note, checkpoint, tlog-proof and verifier key. Each is null where it is in no form. */
final class Notes {
    private static final String HEADER = "c2sp.org/tlog-proof@v1";
    private static final int LONGEST_PROOF = 2_000_000;
    private static final int LONGEST_PATH = 63;
    private static final int LONGEST_NOTE = 1_000_000;
    private static final int MOST_SIGNATURES = 100;
    private static final long LARGEST_SAFE = (1L << 53) - 1;
    private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0,15}");
    private static final Pattern BLANK_OR_PLUS = Pattern.compile("[\\s+]", Pattern.UNICODE_CHARACTER_CLASS);
    /** What stands before the 32 bytes of an Ed25519 key in its X.509 form (RFC 8410). */
    private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private Notes() {}

    record Proof(long index, List<byte[]> path, String checkpoint) {}

    record Line(String name, String keyId, byte[] signature) {}

    record Note(String body, List<Line> lines) {}

    record Checkpoint(String origin, long size, byte[] root) {}

    record Key(String name, String keyId, byte[] publicKey) {}

    static Proof proofOf(String text) {
        int blank = text.indexOf("\n\n");
        if (text.length() > LONGEST_PROOF || blank < 0) return null;
        List<String> lines = new ArrayList<>(List.of(text.substring(0, blank).split("\n", -1)));
        if (!lines.remove(0).equals(HEADER)) return null;
        if (!lines.isEmpty() && lines.get(0).startsWith("extra ")) {
            if (bytesOf(lines.remove(0).substring("extra ".length())) == null) return null;
        }
        if (lines.isEmpty() || !lines.get(0).startsWith("index ")) return null;
        Long index = wholeNumber(lines.remove(0).substring("index ".length()));
        if (index == null || lines.size() > LONGEST_PATH) return null;
        List<byte[]> path = new ArrayList<>();
        for (String line : lines) {
            byte[] hash = hashOf(line);
            if (hash == null) return null;
            path.add(hash);
        }
        return new Proof(index, path, text.substring(blank + 2));
    }

    static Note noteOf(String text) {
        int at = text.lastIndexOf("\n\n");
        boolean isWhole = at >= 0 && text.endsWith("\n") && text.length() > at + 2;
        if (text.length() > LONGEST_NOTE || !isNoteText(text) || !isWhole) return null;
        List<Line> lines = new ArrayList<>();
        for (String line : text.substring(at + 2, text.length() - 1).split("\n", -1)) {
            String[] parts = line.split(" ", -1);
            byte[] data = parts.length == 3 ? bytesOf(parts[2]) : null;
            if (data == null || data.length < 5 || !parts[0].equals("\u2014") || !isKeyName(parts[1])) return null;
            String keyId = HexFormat.of().formatHex(data, 0, 4);
            lines.add(new Line(parts[1], keyId, Arrays.copyOfRange(data, 4, data.length)));
        }
        return lines.size() > MOST_SIGNATURES ? null : new Note(text.substring(0, at + 1), lines);
    }

    static Checkpoint checkpointOf(String body) {
        if (!body.endsWith("\n")) return null;
        List<String> lines = List.of(body.substring(0, body.length() - 1).split("\n", -1));
        if (lines.size() < 3 || lines.contains("")) return null;
        Long size = wholeNumber(lines.get(1));
        byte[] root = hashOf(lines.get(2));
        return size == null || root == null ? null : new Checkpoint(lines.get(0), size, root);
    }

    static Key keyOf(String text) {
        String[] parts = text.split("\\+", 3);
        byte[] data = parts.length == 3 ? bytesOf(parts[2]) : null;
        if (data == null || data.length != 33 || data[0] != 1 || !isKeyName(parts[0])) return null;
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        input.writeBytes((parts[0] + "\n").getBytes(StandardCharsets.UTF_8));
        input.writeBytes(data);
        String keyId = HexFormat.of().formatHex(sha256(input.toByteArray()), 0, 4);
        return keyId.equals(parts[1]) ? new Key(parts[0], keyId, Arrays.copyOfRange(data, 1, 33)) : null;
    }

    /** RFC 8032. */
    static boolean isSigned(byte[] publicKey, byte[] signature, byte[] data) {
        try {
            byte[] encoded = Arrays.copyOf(X509_PREFIX, X509_PREFIX.length + publicKey.length);
            System.arraycopy(publicKey, 0, encoded, X509_PREFIX.length, publicKey.length);
            PublicKey key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            check.update(data);
            return check.verify(signature);
        } catch (GeneralSecurityException noKeyOrSignature) {
            return false;
        }
    }

    static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) digest.update(part);
            return digest.digest();
        } catch (GeneralSecurityException without) {
            throw new IllegalStateException("this runtime has no SHA-256", without);
        }
    }

    static boolean isWellFormed(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static boolean isNoteText(String text) {
        return isWellFormed(text) && text.chars().allMatch(unit -> unit >= 0x20 || unit == '\n');
    }

    private static boolean isKeyName(String name) {
        return !name.isEmpty() && isNoteText(name) && !BLANK_OR_PLUS.matcher(name).find();
    }

    /** Standard base 64 with padding, in the one canonical encoding of its bytes. */
    private static byte[] bytesOf(String text) {
        try {
            byte[] data = Base64.getDecoder().decode(text);
            return Base64.getEncoder().encodeToString(data).equals(text) ? data : null;
        } catch (IllegalArgumentException otherForm) {
            return null;
        }
    }

    private static byte[] hashOf(String text) {
        byte[] data = bytesOf(text);
        return data != null && data.length == 32 ? data : null;
    }

    private static Long wholeNumber(String text) {
        if (!DECIMAL.matcher(text).matches()) return null;
        BigInteger value = new BigInteger(text);
        return value.compareTo(BigInteger.valueOf(LARGEST_SAFE)) > 0 ? null : Long.valueOf(value.longValue());
    }
}
