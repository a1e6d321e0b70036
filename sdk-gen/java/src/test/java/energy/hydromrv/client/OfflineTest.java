package energy.hydromrv.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import energy.hydromrv.client.generated.model.GridTableUploadYear;
import energy.hydromrv.client.generated.model.WebhookChange;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OfflineTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwb1W1P8hUq3E=";
    private static final String BODY =
            "{\"type\":\"webhook.test\",\"timestamp\":\"2026-05-01T12:00:00.000Z\",\"data\":{\"endpoint_id\":\"whk_1\"}}";
    private static final long AT = 1_777_636_800;
    private final Map<String, String> headers = new HashMap<>();

    private static JsonNode vectors(String name) throws Exception {
        return Transport.JSON.readTree(Path.of(System.getenv("HYDRO_VECTORS"), name).toFile());
    }

    @BeforeEach
    void sign() throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(SECRET.substring(6)), "HmacSHA256"));
        byte[] signature = mac.doFinal(("evt_1." + AT + "." + BODY).getBytes(StandardCharsets.UTF_8));
        headers.put("webhook-id", "evt_1");
        headers.put("webhook-timestamp", Long.toString(AT));
        headers.put("webhook-signature", "v1,AAAA v1," + Base64.getEncoder().encodeToString(signature));
    }

    @Test
    void aCallThatAsksTheGatewayToWaitIsGivenThatTimeOnTop() throws Exception {
        HttpServer slow = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        slow.createContext("/", exchange -> {
            try {
                Thread.sleep(400);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        slow.start();
        try {
            Trying trying = Trying.usual().withTimeout(Duration.ofMillis(100)).withRetries(0);
            Transport transport = new Transport("http://127.0.0.1:" + slow.getAddress().getPort(), () -> "k", trying);
            Call waiting = new Call("GET", "/").header("prefer", "wait=2");
            assertNull(transport.send(waiting, new TypeReference<Object>() {}));
            Call usual = new Call("GET", "/");
            assertThrows(NoAnswerException.class, () -> transport.send(usual, new TypeReference<Object>() {}));
        } finally {
            slow.stop(0);
        }
    }

    @Test
    void everyGoldenRecordIsAnsweredAsTheVectorsSayCheckByCheck() throws Exception {
        JsonNode cases = vectors("record.json").get("cases");
        assertTrue(cases.size() > 15);
        for (JsonNode one : cases) {
            String about = one.get("about").asText();
            Proofs.Verification answer = Proofs.verify(
                    one.get("record").asText(), one.get("proof").asText(), one.get("verifier_key").asText(), null);
            assertEquals(one.get("expected").asBoolean(), answer.valid(), about);
            String said = answer.checks().stream().map(Proofs.Check::detail).collect(Collectors.joining("; "));
            String wanted = ".*rec_[0-9a-z]{26}; .* " + answer.commitment() + "; .*leaf [0-9]+ of the log's first .*";
            assertTrue(!answer.valid() || said.matches(wanted), said);
            List<String> failing = new ArrayList<>();
            one.get("failing").forEach(name -> failing.add(name.asText()));
            assertEquals(
                    failing,
                    answer.checks().stream().filter(check -> !check.ok()).map(Proofs.Check::check).toList(),
                    about);
        }
    }

    @Test
    void aRecordIsTakenDownTo64LevelsAndItsNamesAreAsLongAsTheyAre() {
        String members = "\"id\":\"rec_" + "0".repeat(26) + "\",\"kind\":\"k\",\"" + "n".repeat(60_000)
                + "\":1,\"org_id\":\"o\",\"plant_id\":\"p\",\"prev\":null,\"salt\":\"" + "0".repeat(32) + "\",\"seq\":1}";
        for (int levels : new int[] {63, 64}) {
            String record = "{\"a\":" + "[".repeat(levels) + "]".repeat(levels) + "," + members;
            Proofs.Check canonical = Proofs.verify(record, "", "", null).checks().get(0);
            assertEquals(levels == 63, canonical.ok(), canonical.detail());
        }
    }

    @Test
    void pathsOfLargeTreesLeadToTheirRootsAndToNoOther() throws Exception {
        for (JsonNode one : vectors("merkle-large.json").get("cases")) {
            long index = one.get("index").asLong();
            long size = one.get("size").asLong();
            byte[] entry = Notes.sha256(("leaf " + index).getBytes(StandardCharsets.UTF_8));
            byte[] root = HexFormat.of().parseHex(one.get("root").asText());
            List<byte[]> path = new ArrayList<>();
            one.get("inclusion").forEach(hash -> path.add(HexFormat.of().parseHex(hash.asText())));
            assertArrayEquals(root, Proofs.rootOf(entry, index, size, path));
            assertFalse(java.util.Arrays.equals(root, Proofs.rootOf(entry, index ^ 1, size, path)));
        }
    }

    @Test
    void whatIsNotSetIsLeftOutAndNullIsSentWhereItSaysSomething() {
        assertEquals("{}", Transport.JSON.valueToTree(WebhookChange.builder().build()).toString());
        WebhookChange ofAll = WebhookChange.builder().plantIds(null).build();
        assertEquals("{\"plant_ids\":null}", Transport.JSON.valueToTree(ofAll).toString());
        WebhookChange ofOne = WebhookChange.builder().plantIds(List.of("A")).enabled(true).build();
        assertEquals("{\"plant_ids\":[\"A\"],\"enabled\":true}", Transport.JSON.valueToTree(ofOne).toString());
        JsonNode year = Transport.JSON.valueToTree(GridTableUploadYear.builder().bm("900").build());
        assertTrue(year.get("om").isNull());
        assertEquals("900", year.get("bm").asText());
    }

    @Test
    void numbersAreWrittenAsRfc8785AppendixBSays() {
        Map<String, String> cases = Map.ofEntries(
                Map.entry("8000000000000000", "0"),
                Map.entry("0000000000000001", "5e-324"),
                Map.entry("7fefffffffffffff", "1.7976931348623157e+308"),
                Map.entry("4340000000000000", "9007199254740992"),
                Map.entry("4430000000000000", "295147905179352830000"),
                Map.entry("44b52d02c7e14af5", "9.999999999999997e+22"),
                Map.entry("44b52d02c7e14af6", "1e+23"),
                Map.entry("444b1ae4d6e2ef50", "1e+21"),
                Map.entry("3eb0c6f7a0b5ed8d", "0.000001"),
                Map.entry("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
                Map.entry("41b3de4355555553", "333333333.3333332"),
                Map.entry("0060000000000000", "7.120236347223045e-307"),
                Map.entry("2d70000000000000", "7.854549544476363e-90"));
        cases.forEach((bits, text) ->
                assertEquals(text, Canonical.numberText(Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16)))));
        assertThrows(IllegalArgumentException.class, () -> Canonical.numberText(Double.NaN));
    }

    @Test
    void aMessageIsTakenByItsSecretAndByEitherWhileItChanges() {
        byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
        Instant now = Instant.ofEpochSecond(AT);
        assertEquals("webhook.test", Webhooks.verify(headers::get, body, List.of(SECRET), now).get("type").asText());
        assertTrue(Webhooks.verify(headers::get, body, List.of("whsec_AAAA", SECRET), now).has("data"));
    }

    @Test
    void aMessageThatIsChangedOldOfAnotherSecretOrWithoutAHeaderIsRefused() {
        byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
        Instant now = Instant.ofEpochSecond(AT);
        byte[] changed = BODY.replace("test", "tesT").getBytes(StandardCharsets.UTF_8);
        assertThrows(WebhookException.class, () -> Webhooks.verify(headers::get, changed, List.of(SECRET), now));
        assertThrows(WebhookException.class, () -> Webhooks.verify(headers::get, body, List.of("whsec_AAAA"), now));
        Instant late = now.plusSeconds(301);
        assertThrows(WebhookException.class, () -> Webhooks.verify(headers::get, body, List.of(SECRET), late));
        headers.remove("webhook-signature");
        assertThrows(WebhookException.class, () -> Webhooks.verify(headers::get, body, List.of(SECRET), now));
    }
}
