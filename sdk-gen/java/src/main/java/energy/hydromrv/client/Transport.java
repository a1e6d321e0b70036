package energy.hydromrv.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import energy.hydromrv.client.generated.Answers;
import energy.hydromrv.client.generated.Problems;
import energy.hydromrv.client.generated.model.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends calls, and tries again: when no answer came, and when the answer says that the same call may pass later. It waits
 * longer each time, with chance, and at least as long as {@code Retry-After} says. All tries of a call carry one {@code
 * Idempotency-Key}, so that it takes effect once.
 */
public final class Transport {
    /** A record's names may be as long as a record. */
    private static final StreamReadConstraints WITHIN =
            StreamReadConstraints.builder().maxNameLength(1_048_576).build();

    static final ObjectMapper JSON = JsonMapper.builder(
                    JsonFactory.builder().streamReadConstraints(WITHIN).build())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addModule(new SimpleModule().addSerializer(Optional.class, new NullOrValue()))
            .build();

    /** Of members whose null says something: absent is left out, empty is null. */
    @SuppressWarnings("rawtypes")
    private static final class NullOrValue extends JsonSerializer<Optional> {
        @Override
        public void serialize(Optional value, JsonGenerator into, SerializerProvider provider) throws IOException {
            provider.defaultSerializeValue(value.orElse(null), into);
        }
    }

    private static final Pattern WAIT = Pattern.compile("\\bwait=(\\d{1,3})\\b");
    /** 520-524 are those of a CDN that did not reach the gateway, or lost its answer. */
    private static final Set<Integer> PASSING = Set.of(408, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(10)).build();
    private final String baseUrl;
    private final Supplier<String> credential;
    private final Trying trying;

    Transport(String baseUrl, Supplier<String> credential, Trying trying) {
        this.baseUrl = baseUrl.replaceAll("/+$", "");
        this.credential = credential;
        this.trying = trying;
    }

    /**
     * Sends a call to its end.
     *
     * @return what the answer holds: bytes as they are, text as a String, JSON as the type says; null where it is empty
     * @throws GatewayException when the gateway refuses it, or fails
     * @throws NoAnswerException when no try got an answer
     * @throws SampleKeptException when a reading became no record
     */
    public <T> T send(Call call, TypeReference<T> type) {
        return tried(requestOf(call), answer -> {
            T value = valueOf(answer, type);
            Heard heard = listening.get();
            if (heard != null) heard.last = answer;
            return value;
        });
    }

    /** The last answer to this thread while it listens. */
    private static final class Heard {
        private HttpResponse<byte[]> last;
    }

    private final ThreadLocal<Heard> listening = new ThreadLocal<>();

    /** What a call of this thread's returns, with the answer that it is of. */
    <T> Answer<T> answerOf(Supplier<T> call) {
        Heard before = listening.get();
        Heard heard = new Heard();
        listening.set(heard);
        try {
            T value = call.get();
            if (heard.last == null) {
                throw new IllegalArgumentException(
                        "this is no operation of this gateway that is called at once: of a list or a batch, ask for one page");
            }
            return new Answer<>(value, heard.last.statusCode(), heard.last.headers());
        } finally {
            if (before == null) listening.remove();
            else listening.set(before);
        }
    }

    /** @throws IOException where it is not the gateway's, or not whole */
    @SuppressWarnings("unchecked")
    private static <T> T valueOf(HttpResponse<byte[]> answer, TypeReference<T> type) throws IOException {
        holdToGateway(answer);
        if (answer.body().length == 0) return null;
        if (type.getType() == byte[].class) return (T) answer.body();
        if (isJson(answer)) holdToCall(answer);
        try {
            if (isSample(answer)) throw new SampleKeptException(JSON.readValue(answer.body(), Sample.class));
            if (isJson(answer)) return JSON.readValue(answer.body(), type);
            return (T) new String(answer.body(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            // An answer whose end is that of the connection may have lost its own.
            if (unreadable instanceof StreamReadException || unreadable.getCause() instanceof StreamReadException) {
                throw unreadable;
            }
            throw new UncheckedIOException("the answer is not as this version expects it", unreadable);
        }
    }

    /** Nothing, or a page nobody asked for, as of a Wi-Fi to sign in to: on the way, or at the base URL, is somebody else. */
    private static void holdToGateway(HttpResponse<byte[]> answer) throws IOException {
        int status = answer.statusCode();
        String type = answer.headers().firstValue("Content-Type").orElse("");
        boolean mayBeEmpty = status == 202 || status == 204;
        boolean isAsked = answer.request().headers().firstValue("Accept").orElse("").contains("text/html");
        if (type.isEmpty() ? mayBeEmpty : isAsked || !type.startsWith("text/html")) return;
        throw othersWords(answer, type.isEmpty() ? "of no type" : type);
    }

    private static IOException othersWords(HttpResponse<byte[]> answer, String type) {
        return new IOException(
                "what answers is not the gateway: HTTP " + answer.statusCode() + ", " + type + ": " + startOf(answer));
    }

    /** JSON that lacks what every answer of the call has is somebody else's: read, it would be a record of nulls. */
    private static void holdToCall(HttpResponse<byte[]> answer) throws IOException {
        HttpRequest request = answer.request();
        List<String> needed = Answers.neededOf(request.method(), request.uri().getPath());
        if (needed.isEmpty()) return;
        Set<String> there = new HashSet<>();
        try (JsonParser parser = JSON.createParser(answer.body())) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                    there.add(name);
                    parser.nextToken();
                    parser.skipChildren();
                }
            }
        }
        Optional<String> lacking = needed.stream().filter(name -> !there.contains(name)).findFirst();
        if (lacking.isEmpty()) return;
        throw new IOException("what answers is not the gateway: HTTP " + answer.statusCode() + " lacks "
                + lacking.get() + ": " + startOf(answer));
    }

    private HttpRequest requestOf(Call call) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(baseUrl + call.target()))
                .header("Accept", "application/json, */*;q=0.5")
                .method(call.method(), publisherOf(call.body()));
        call.headers().forEach(request::setHeader);
        if (call.body() != null && !call.headers().containsKey("content-type")) {
            request.setHeader("Content-Type", call.body() instanceof byte[] ? "application/octet-stream" : "application/json");
        }
        if (!call.method().equals("GET") && !call.headers().containsKey("idempotency-key")) {
            request.setHeader("Idempotency-Key", "\"" + UUID.randomUUID() + "\"");
        }
        String text = credential.get();
        if (text != null) request.setHeader("Authorization", "Bearer " + text);
        return request.build();
    }

    private static HttpRequest.BodyPublisher publisherOf(Object body) {
        if (body == null) return HttpRequest.BodyPublishers.noBody();
        if (body instanceof byte[] bytes) return HttpRequest.BodyPublishers.ofByteArray(bytes);
        try {
            return HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
        } catch (JsonProcessingException unwritable) {
            throw new IllegalArgumentException("the body cannot be written as JSON", unwritable);
        }
    }

    static final String EVENTS = "text/event-stream";

    /** Opens an answer without an end; tried again as any call until it is open. */
    Lines open(Call call) {
        return tried(requestOf(call), new Opening());
    }

    /** What is done with the answer of each try. */
    private interface Reading<T> {
        /** Asked before each try. */
        default HttpResponse.BodyHandler<byte[]> handler() {
            return HttpResponse.BodyHandlers.ofByteArray();
        }

        /** @throws IOException where it is not the gateway's, or not whole */
        T valueOf(HttpResponse<byte[]> answer) throws IOException;
    }

    private static final class Opening implements Reading<Lines> {
        private Lines lines;

        @Override
        public HttpResponse.BodyHandler<byte[]> handler() {
            Lines fresh = new Lines();
            lines = fresh;
            return info -> {
                boolean isStream = info.statusCode() < 300
                        && info.headers().firstValue("Content-Type").orElse("").startsWith(EVENTS);
                if (!isStream) return HttpResponse.BodySubscribers.ofByteArray();
                return HttpResponse.BodySubscribers.mapping(HttpResponse.BodySubscribers.ofPublisher(), publisher -> {
                    publisher.subscribe(fresh);
                    return new byte[0];
                });
            };
        }

        @Override
        public Lines valueOf(HttpResponse<byte[]> answer) throws IOException {
            String type = answer.headers().firstValue("Content-Type").orElse("of no type");
            if (type.startsWith(EVENTS)) return lines;
            throw othersWords(answer, type);
        }
    }

    private <T> T tried(HttpRequest request, Reading<T> reading) {
        // Without an answer the effect of these is not known, and no key makes them safe to repeat.
        boolean isUnrepeatable = request.uri().getPath().contains("/api/v1/auth/");
        for (int attempt = 1; ; attempt++) {
            boolean isLast = attempt > trying.retries();
            double waitS = backoffS(attempt);
            try {
                HttpResponse<byte[]> answer = once(request, reading.handler());
                if (answer.statusCode() < 300) return reading.valueOf(answer);
                GatewayException refusal = exceptionOf(answer);
                Double given = refusal.retryAfterS();
                boolean passes = mayPass(refusal) && !(isUnrepeatable && given == null);
                if (given != null) waitS = Math.max(given, waitS);
                if (isLast || !passes || waitS * 1000 > trying.longestWait().toMillis()) throw refusal;
            } catch (IOException | TimeoutException lost) {
                if (isLast || isUnrepeatable) throw new NoAnswerException(attempt, lost);
            }
            pause(waitS);
        }
    }

    /** True when the same call may pass later. */
    static boolean mayPass(GatewayException refusal) {
        return refusal.retryAfterS() != null || PASSING.contains(refusal.status());
    }

    private HttpResponse<byte[]> once(HttpRequest request, HttpResponse.BodyHandler<byte[]> handler)
            throws IOException, TimeoutException {
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, handler);
        try {
            return answer.get(trying.timeout().toMillis() + askedMs(request), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException lost) throw lost;
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new NoAnswerException(1, stopped);
        } finally {
            answer.cancel(true);
        }
    }

    /** What the call itself asks the gateway to take its time for: {@code Prefer: wait=60} is answered after a minute. */
    private static long askedMs(HttpRequest request) {
        Matcher wait = WAIT.matcher(request.headers().firstValue("Prefer").orElse(""));
        return wait.find() ? Long.parseLong(wait.group(1)) * 1000 : 0;
    }

    private static GatewayException exceptionOf(HttpResponse<byte[]> answer) {
        Double retryAfterS = answer.headers().firstValue("Retry-After").map(Transport::secondsOf).orElse(null);
        return Problems.exceptionOf(problemOf(answer), retryAfterS);
    }

    /** Seconds, or a date of HTTP (RFC 9110 section 10.2.3); null for other text. */
    private static Double secondsOf(String text) {
        if (text.matches("\\d{1,9}")) return Double.valueOf(text);
        try {
            Instant at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            return Math.max(0, Duration.between(Instant.now(), at).toMillis() / 1000.0);
        } catch (DateTimeParseException neither) {
            return null;
        }
    }

    /** Proxies on the way answer without a problem document, or with less in it: HTTP tells the status in any case. */
    private static Problem problemOf(HttpResponse<byte[]> answer) {
        try {
            Problem problem = JSON.readValue(answer.body(), Problem.class);
            if (problem != null && problem.type() != null && problem.title() != null) {
                return problem.withStatus(answer.statusCode());
            }
        } catch (IOException notJson) {
            // Told as what it is below.
        }
        int status = answer.statusCode();
        Optional<String> location = answer.headers().firstValue("Location").filter(at -> status / 100 == 3);
        String detail = location.map(at -> "The gateway is elsewhere: " + at + ". Change the base URL.")
                .orElseGet(() -> startOf(answer));
        return new Problem("about:blank", "HTTP " + status, status, detail, "", null, null);
    }

    private static String startOf(HttpResponse<byte[]> answer) {
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        return text.substring(0, Math.min(200, text.length()));
    }

    private static boolean isSample(HttpResponse<byte[]> answer) {
        Optional<String> type = answer.headers().firstValue("Content-Type");
        return type.filter(text -> text.startsWith("application/vnd.hydro-mrv.sample+json")).isPresent();
    }

    private static boolean isJson(HttpResponse<byte[]> answer) {
        Optional<String> type = answer.headers().firstValue("Content-Type");
        return type.filter(text -> text.startsWith("application/json")).isPresent();
    }

    /** Half a second, doubled with each try up to 8 s, and a random part of it. */
    private static double backoffS(int attempt) {
        return Math.min(8.0, 0.5 * (1L << Math.min(attempt - 1, 10))) * (0.5 + ThreadLocalRandom.current().nextDouble() / 2);
    }

    static void pause(double seconds) {
        try {
            Thread.sleep((long) (seconds * 1000));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new NoAnswerException(1, stopped);
        }
    }
}
