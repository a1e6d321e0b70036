package energy.hydromrv.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import energy.hydromrv.client.generated.Problems;
import energy.hydromrv.client.generated.model.ApiKeyMade;
import energy.hydromrv.client.generated.model.ApiKeyRequest;
import energy.hydromrv.client.generated.model.StreamQuery;
import energy.hydromrv.client.generated.model.StreamReading;
import energy.hydromrv.client.generated.model.WebhookRequest;
import energy.hydromrv.client.generated.model.Quantities;
import energy.hydromrv.client.generated.model.ReadingPage;
import energy.hydromrv.client.generated.model.PlantRecord;
import energy.hydromrv.client.generated.model.PlantWithDevices;
import energy.hydromrv.client.generated.model.TelemetryReading;
import energy.hydromrv.client.generated.model.WebhookWithSecret;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LiveTest {
    private static final Map<String, String> ENV = System.getenv();
    private static final String PLANT = ENV.get("HYDRO_PLANT_ID");
    private static final String DEVICE = ENV.get("HYDRO_DEVICE_ID");
    private final HydroGateway gateway = HydroGateway.of(ENV.get("HYDRO_URL"), ENV.get("HYDRO_API_KEY"));

    private static HydroGateway badLine(String line, Trying trying) {
        return HydroGateway.of(ENV.get("HYDRO_BAD_LINE") + "/" + line, () -> ENV.get("HYDRO_API_KEY"), trying);
    }

    private static TelemetryReading now(double powerKw) {
        Quantities quantities =
                Quantities.builder().flowRateM3s(2.5).headHeightM(45).powerOutputKw(powerKw).build();
        return TelemetryReading.builder().plantId(PLANT).deviceId(DEVICE).readings(quantities).build();
    }

    private static TelemetryReading atMinute(int minute, String deviceId) {
        return TelemetryReading.builder()
                .plantId(PLANT)
                .deviceId(deviceId)
                .timestamp(String.format("2026-05-03T00:%02d:00Z", minute))
                .intervalS(60)
                .source("backfill")
                .reason("tests of the client")
                .readings(now(900).readings())
                .build();
    }

    @Test
    void aReadingIsJudgedAndAnchoredAndItsProofHoldsOfflineOneChangedDigitBreaksIt() {
        PlantRecord record = gateway.send(now(900));
        assertEquals("anchored", record.anchor().state());
        assertTrue(List.of("APPROVED", "FLAGGED", "REJECTED").contains(record.status()));
        var proof = gateway.proofOf(record.recordId());
        String key = gateway.log.getLogKey().verifierKey();
        assertTrue(Proofs.verify(proof, key).valid());
        String changed = proof.record().replace("\"power_output_kw\":900", "\"power_output_kw\":901");
        assertNotEquals(changed, proof.record());
        assertFalse(Proofs.verify(changed, proof.proof(), key, null).valid());
    }

    private static TelemetryReading sampled(int minute) {
        return TelemetryReading.builder()
                .plantId(ENV.get("HYDRO_SAMPLING_PLANT_ID"))
                .deviceId(ENV.get("HYDRO_SAMPLING_DEVICE_ID"))
                .timestamp(String.format("2026-05-04T00:%02d:00Z", minute))
                .intervalS(60)
                .source("backfill")
                .reason("tests of the client")
                .readings(now(900).readings())
                .build();
    }

    @Test
    void aReadingThatIsKeptAsASampleIsToldAsOneNeverAsARecord() {
        var kept = assertThrows(SampleKeptException.class, () -> gateway.send(sampled(1)));
        assertEquals("sample", kept.sample().kind());
        assertFalse(kept.sample().duplicate());
        List<SentReading> results = gateway.sendAll(List.of(sampled(1), sampled(2)).iterator(), 10).toList();
        assertEquals(List.of("sample", "sample"), results.stream().map(one -> one.item().result()).toList());
        assertEquals(kept.sample().sha256(), results.get(0).item().sample().sha256());
    }

    @Test
    void anyNumberOfReadingsGoesInBatchesEachToldWhatBecameOfItInOrder() {
        Stream<TelemetryReading> readings = Stream.concat(
                IntStream.rangeClosed(1, 25).mapToObj(minute -> atMinute(minute, DEVICE)),
                Stream.of(atMinute(26, "NOBODY"), atMinute(1, DEVICE)));
        List<SentReading> results = gateway.sendAll(readings.iterator(), 10).toList();
        assertEquals(IntStream.range(0, 27).mapToObj(i -> (long) i).toList(), results.stream().map(SentReading::index).toList());
        assertEquals(25, results.stream().filter(one -> one.item().result().equals("accepted")).count());
        assertEquals("refused", results.get(25).item().result());
        assertEquals("NOBODY", results.get(25).reading().deviceId());
        assertEquals(404, results.get(25).item().problem().status());
        assertEquals("duplicate", results.get(26).item().result());
    }

    @Test
    void aListIsWalkedPageByPageToItsEnd() {
        gateway.sendAll(IntStream.range(30, 55).mapToObj(minute -> atMinute(minute, DEVICE)).iterator(), 1000).toList();
        List<String> whole = walk(1000);
        assertTrue(whole.size() >= 25);
        assertEquals(whole, walk(7));
    }

    private List<String> walk(long limit) {
        return gateway.items(
                        cursor -> gateway.telemetry.listTelemetry(PLANT, null, null, null, null, cursor, limit),
                        ReadingPage::items,
                        ReadingPage::nextCursor)
                .map(PlantRecord::recordId)
                .toList();
    }

    @Test
    void refusalsAreTypedExceptionsWithTheProblemAndItsPlaces() {
        assertThrows(
                Problems.NotFoundException.class, () -> gateway.records.getRecord("rec_5f2rkq0v9c8hxw3n7d1ytbgm4e"));
        GatewayException refused =
                assertThrows(Problems.InvalidRequestException.class, () -> gateway.send(now(-1e9)));
        assertEquals("invalid-request", refused.code());
        assertEquals(400, refused.status());
        assertEquals("/readings/power_output_kw", refused.problem().errors().get(0).pointer());
        HydroGateway stranger = HydroGateway.of(ENV.get("HYDRO_URL"), "nobody");
        assertThrows(Problems.UnauthenticatedException.class, () -> stranger.plants.listPlants());
    }

    @Test
    void aRefusalTellsWhatOnlyItsTypeHas() {
        TelemetryReading reading = atMinute(58, DEVICE);
        gateway.send(reading);
        Quantities other = Quantities.builder().flowRateM3s(2.4).build();
        TelemetryReading changed = new TelemetryReading(
                PLANT, DEVICE, reading.timestamp(), 60L, null, other, null, reading.source(), reading.reason());
        GatewayException refused =
                assertThrows(Problems.ReadingConflictException.class, () -> gateway.send(changed));
        assertTrue(refused.problem().members().get("record_id").toString().startsWith("rec_"));
    }

    @Test
    void whatIsReadIsChangedOnlyWhereNobodyElseHasChangedItByTheTagOfItsAnswer() {
        Answer<PlantWithDevices> read = gateway.answerOf(() -> gateway.plants.getPlant(PLANT));
        assertEquals(PLANT, read.value().plantId());
        assertEquals(200, read.status());
        assertTrue(read.headers().firstValue("ratelimit").isPresent());
        Answer<PlantWithDevices> changed =
                gateway.answerOf(() -> gateway.plants.changePlant(PLANT, read.etag(), Map.of("name", "By Java")));
        assertNotEquals(read.etag(), changed.etag());
        Map<String, Object> again = Map.of("name", read.value().name());
        assertThrows(
                Problems.PreconditionFailedException.class,
                () -> gateway.plants.changePlant(PLANT, read.etag(), again));
        assertEquals(read.value().name(), gateway.plants.changePlant(PLANT, changed.etag(), again).name());
        Answer<ApiKeyMade> made = gateway.answerOf(this::key);
        assertEquals("/api/v1/keys/" + made.value().keyId(), made.location());
        assertThrows(IllegalArgumentException.class, () -> gateway.answerOf(() -> "nothing"));
    }

    @Test
    void aLostAnswerIsFetchedWithTheSameIdempotencyKeyAndLeavesOneRecord() throws Exception {
        int before = walk(1000).size();
        badLine("lost", Trying.usual()).send(now(900));
        assertEquals(before + 1, walk(1000).size());
        List<String> keys = keysOver("lost", "POST");
        assertEquals(2, keys.size());
        assertEquals(keys.get(0), keys.get(1));
        assertTrue(keys.get(0).length() > 30);
    }

    private static List<String> keysOver(String line, String method) throws Exception {
        JsonNode seen = Transport.JSON.readTree(URI.create(ENV.get("HYDRO_BAD_LINE") + "/seen").toURL());
        List<String> keys = new java.util.ArrayList<>();
        seen.forEach(one -> {
            boolean isOne = one.get("line").asText().equals(line) && one.get("method").asText().equals(method);
            if (isOne) keys.add(one.get("key").asText());
        });
        return keys;
    }

    @Test
    void whatSomebodyElseOnTheWayAnswersIsNeverTakenForTheGatewaysAnswer() throws Exception {
        for (String line : List.of("portal", "json", "cdn", "torn", "edge")) {
            assertTrue(badLine(line, Trying.usual()).send(now(900)).recordId().startsWith("rec_"), line);
            List<String> keys = keysOver(line, "POST");
            assertEquals(List.of(keys.get(0), keys.get(0)), keys, line);
        }
        Trying once = Trying.usual().withRetries(0);
        NoAnswerException portal =
                assertThrows(NoAnswerException.class, () -> badLine("portal", once).signIn.getCaller());
        assertTrue(portal.getMessage().contains("is not the gateway: HTTP 200, text/html: <h1>Sign in"));
        NoAnswerException json = assertThrows(NoAnswerException.class, () -> badLine("json", once).signIn.getCaller());
        assertTrue(json.getMessage().matches(".*is not the gateway: HTTP 200 lacks [a-z_]+: \\{\"login.*"), json.getMessage());
        GatewayException edge = assertThrows(GatewayException.class, () -> badLine("edge", once).signIn.getCaller());
        assertEquals(List.of(503, "Unavailable"), List.of(edge.status(), edge.getMessage()));
        GatewayException moved = assertThrows(
                GatewayException.class, () -> badLine("moved", Trying.usual()).send(now(900)));
        assertEquals(301, moved.status());
        assertTrue(moved.getMessage().contains("The gateway is elsewhere: http"));
    }

    @Test
    void whoIsToldToComeBackAtOnceLeavesTimeBetweenTriesAllTheSame() {
        long startedNs = System.nanoTime();
        badLine("hurry", Trying.usual()).plants.listPlants();
        assertTrue(Duration.ofNanos(System.nanoTime() - startedNs).toMillis() >= 740);
    }

    @Test
    void retryAfterIsWaitedForAndNotBeyondTheLongestWait() {
        long startedNs = System.nanoTime();
        badLine("busy", Trying.usual()).plants.listPlants();
        assertTrue(Duration.ofNanos(System.nanoTime() - startedNs).toMillis() >= 990);
        long askedNs = System.nanoTime();
        badLine("proxy", Trying.usual()).plants.listPlants();
        assertTrue(Duration.ofNanos(System.nanoTime() - askedNs).toMillis() >= 900);
        GatewayException unavailable = assertThrows(
                GatewayException.class, () -> badLine("proxy", Trying.usual().withRetries(0)).signIn.getCaller());
        assertEquals(503, unavailable.status());
        assertEquals("about:blank", unavailable.code());
        Trying impatient = Trying.usual().withLongestWait(Duration.ofMillis(500));
        GatewayException refused = assertThrows(
                Problems.QuotaExceededException.class, () -> badLine("busy", impatient).signIn.getCaller());
        assertEquals(1.0, refused.retryAfterS());
    }

    @Test
    void aTryThatTakesTooLongIsGivenUpAndTriedAgainWithoutTriesLeftItSaysSo() {
        Trying hasty = Trying.usual().withTimeout(Duration.ofMillis(700));
        assertFalse(badLine("late", hasty).plants.listPlants().items().isEmpty());
        assertThrows(NoAnswerException.class, () -> badLine("late", hasty.withRetries(0)).signIn.getCaller());
    }

    private ApiKeyMade key() {
        return gateway.keys.createApiKey(ApiKeyRequest.builder()
                .roles(List.of("auditor"))
                .scopes(List.of("streams:read"))
                .build());
    }

    @Test
    void aLiveStreamThatBreaksOffOrWhoseKeyHasEndedGoesOnBehindTheLastEventAGapIsTold() throws Exception {
        AtomicReference<ApiKeyMade> key = new AtomicReference<>(key());
        StreamQuery query = StreamQuery.builder()
                .events(List.of("reading"))
                .plantId(List.of(PLANT))
                .lastEventId("999999999999")
                .build();
        List<String> told = new java.util.ArrayList<>();
        HydroGateway watching = HydroGateway.of(
                ENV.get("HYDRO_BAD_LINE") + "/cut", () -> key.get().apiKey(), Trying.usual());
        try (LiveStream events = watching.stream(query)) {
            for (StreamEvent event : events) {
                boolean isGap = event.event().equals("gap");
                told.add(isGap ? event.data().get("reason").asText() : event.as(StreamReading.class).timestamp());
                if (told.size() == 3) break;
                if (told.size() == 2) {
                    String ended = key.getAndSet(key()).keyId();
                    gateway.keys.revokeApiKey(ended);
                }
                gateway.send(atMinute(50 + told.size(), DEVICE), 0);
            }
        }
        assertEquals(List.of("unknown-event", "2026-05-03T00:51:00.000Z", "2026-05-03T00:52:00.000Z"), told);
        assertTrue(keysOver("cut", "GET").size() >= 3);
        HydroGateway stranger = HydroGateway.of(ENV.get("HYDRO_URL"), "nobody");
        StreamQuery all = StreamQuery.builder().build();
        assertThrows(Problems.UnauthenticatedException.class, () -> stranger.stream(all).next());
        HydroGateway portal = badLine("portal", Trying.usual().withRetries(0));
        assertThrows(NoAnswerException.class, () -> portal.stream(all).next());
        LiveStream closed = gateway.stream(StreamQuery.builder().events(List.of("alert")).build());
        CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS).execute(closed::close);
        assertFalse(closed.hasNext());
    }

    @Test
    void aWebhooksMessageIsReceivedAndVerified() throws Exception {
        CompletableFuture<Map.Entry<Map<String, List<String>>, byte[]>> received = new CompletableFuture<>();
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.7", 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            received.complete(Map.entry(exchange.getRequestHeaders(), body));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.7:" + server.getAddress().getPort() + "/";
            WebhookRequest wanted = WebhookRequest.builder().url(url).types(List.of("period.closed")).build();
            WebhookWithSecret made = gateway.webhooks.createWebhook(wanted);
            gateway.webhooks.testWebhook(made.endpointId());
            var message = received.get(30, TimeUnit.SECONDS);
            JsonNode event = Webhooks.verify(
                    name -> message.getKey().entrySet().stream()
                            .filter(header -> header.getKey().equalsIgnoreCase(name))
                            .map(header -> header.getValue().get(0))
                            .findFirst()
                            .orElse(null),
                    message.getValue(),
                    List.of(made.secret()));
            assertEquals("webhook.test", event.get("type").asText());
        } finally {
            server.stop(0);
        }
    }
}
