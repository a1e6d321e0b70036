package energy.hydromrv.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Webhooks by the Standard Webhooks specification: whether a message is from the gateway. */
public final class Webhooks {
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private Webhooks() {}

    /**
     * The event in a message, after its signature was checked: {@code type}, {@code timestamp} and {@code data}. Events may
     * come twice: {@code webhook-id} tells.
     *
     * @param header gives a header of the message by its name, in lower case; null where it has none
     * @param body exactly as it came, not parsed and written again
     * @param secrets {@code whsec_...}, as shown when the webhook was made; several while it is changed
     * @throws WebhookException when the message is not the gateway's, or more than 5 minutes from now
     */
    public static JsonNode verify(Function<String, String> header, byte[] body, List<String> secrets) {
        return verify(header, body, secrets, Instant.now());
    }

    static JsonNode verify(Function<String, String> header, byte[] body, List<String> secrets, Instant now) {
        String id = present(header, "webhook-id");
        String timestamp = present(header, "webhook-timestamp");
        String signatures = present(header, "webhook-signature");
        if (!timestamp.matches("[0-9]{1,12}")) {
            throw new WebhookException("webhook-timestamp is not a number of seconds");
        }
        Duration apart = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now).abs();
        if (apart.compareTo(TOLERANCE) > 0) throw new WebhookException("the message is more than 5 minutes from now");
        byte[] start = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
        byte[] signed = Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, signed, start.length, body.length);
        for (String secret : secrets) {
            byte[] expected = Base64.getEncoder().encode(mac(secret, signed));
            for (String one : signatures.split(" ")) {
                if (!one.startsWith("v1,")) continue;
                // Compares in constant time.
                if (MessageDigest.isEqual(expected, one.substring(3).getBytes(StandardCharsets.UTF_8))) return eventOf(body);
            }
        }
        throw new WebhookException("no signature of the message is by this secret");
    }

    private static String present(Function<String, String> header, String name) {
        String text = header.apply(name);
        if (text == null || text.isEmpty()) throw new WebhookException("the header " + name + " is missing");
        return text;
    }

    private static byte[] mac(String secret, byte[] signed) {
        try {
            if (!secret.startsWith("whsec_")) throw new IllegalArgumentException("prefix");
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
            return mac.doFinal(signed);
        } catch (IllegalArgumentException otherForm) {
            throw new WebhookException("the secret is not in its form, whsec_...");
        } catch (GeneralSecurityException without) {
            throw new IllegalStateException("this runtime has no HMAC-SHA-256", without);
        }
    }

    private static JsonNode eventOf(byte[] body) {
        try {
            return Transport.JSON.readTree(body);
        } catch (IOException notJson) {
            throw new WebhookException("the message is signed, but not JSON");
        }
    }
}
