package energy.hydromrv.client;

import energy.hydromrv.client.generated.Operations;
import energy.hydromrv.client.generated.model.Proof;
import energy.hydromrv.client.generated.model.PlantRecord;
import energy.hydromrv.client.generated.model.StreamQuery;
import energy.hydromrv.client.generated.model.TelemetryReading;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The gateway: every operation of the API is a method of one of its parts ({@code gateway.telemetry.listTelemetry(...)}).
 * Calls throw {@link GatewayException}s, or {@link NoAnswerException}; they are tried again by themselves where that is
 * safe. May be used by many threads.
 */
public final class HydroGateway extends Operations {
    private final Transport transport;

    private HydroGateway(Transport transport) {
        super(transport);
        this.transport = transport;
    }

    /**
     * @param baseUrl where the gateway is, such as {@code https://gateway.example}
     * @param credential an API key ({@code ghdk_...}), or an access token of somebody who signed in
     */
    public static HydroGateway of(String baseUrl, String credential) {
        return of(baseUrl, () -> credential, Trying.usual());
    }

    /**
     * @param baseUrl where the gateway is
     * @param credential asked before each call: for tokens that change
     * @param trying timeout and retries
     */
    public static HydroGateway of(String baseUrl, Supplier<String> credential, Trying trying) {
        return new HydroGateway(new Transport(baseUrl, credential, trying));
    }

    /**
     * Sends one reading and waits for its verdict, and up to 10 s for its anchor on the ledger. Samples of a plant with an
     * {@code accounting} interval have no verdict of their own: send them with {@code sendAll}. Here one is kept all the
     * same, and {@link SampleKeptException} is thrown.
     *
     * @param reading {@code timestamp} is the END of the interval of {@code interval_s} seconds; units stand in the names
     */
    public PlantRecord send(TelemetryReading reading) {
        return send(reading, 10);
    }

    /**
     * Sends one reading and waits for its verdict.
     *
     * @param reading as above
     * @param waitS how long to wait for its anchor, 0-60 s; 0 does not wait for the ledger at all
     */
    public PlantRecord send(TelemetryReading reading, int waitS) {
        return telemetry.postTelemetry(reading, null, waitS == 0 ? "respond-async" : "wait=" + waitS);
    }

    /**
     * Sends any number of readings in batches, as they come.
     *
     * @param readings read as far as results are taken
     * @param size of a batch, 1-10000
     * @return what became of each, in order
     */
    public Stream<SentReading> sendAll(Iterator<TelemetryReading> readings, int size) {
        return streamOf(new Batches(transport, readings, size));
    }

    /** The proof of a record; waits while its checkpoint is on the way to the ledger, as long as retries last. */
    public Proof proofOf(String recordId) {
        return records.getRecordProof(recordId);
    }

    /**
     * Watches live: readings, verdicts, anchors, alerts and rollups, each once and in order: {@code try (var events =
     * gateway.stream(...)) { for (var event : events) ... }}. Where the line breaks or the gateway ends the stream, it comes
     * back by itself, behind the last event that was taken, with the credential of then. It ends by {@code close}, or by
     * throwing a {@link GatewayException} that will not pass (401, 403, 404), or, before it was ever open, as any call does.
     * An event {@code gap} says that what lies between is to be read from the records.
     *
     * @param query what to hear of; {@code lastEventId} is the id of the last event you had, to go on after a restart
     */
    public LiveStream stream(StreamQuery query) {
        return new LiveStream(transport, query);
    }

    /**
     * The answer of an operation with its headers, such as the {@code ETag} for a change that undoes nobody's: {@code var
     * plant = gateway.answerOf(() -> gateway.plants.getPlant(id)); gateway.plants.changePlant(id, plant.etag(), Map.of(...))}.
     * A refusal is thrown, as without it.
     *
     * @param call one operation of this gateway, in the thread that asks
     */
    public <T> Answer<T> answerOf(Supplier<T> call) {
        return transport.answerOf(call);
    }

    /**
     * All items of a list, page after page.
     *
     * @param page one page; its cursor is null for the first
     * @param itemsOf the items of a page
     * @param cursorOf the cursor of the next; null on the last
     */
    public <P, T> Stream<T> items(Function<String, P> page, Function<P, List<T>> itemsOf, Function<P, String> cursorOf) {
        Iterator<P> pages = new Iterator<>() {
            private String cursor;
            private boolean isOver;

            @Override
            public boolean hasNext() {
                return !isOver;
            }

            @Override
            public P next() {
                P next = page.apply(cursor);
                cursor = cursorOf.apply(next);
                isOver = cursor == null;
                return next;
            }
        };
        return streamOf(pages).flatMap(one -> itemsOf.apply(one).stream());
    }

    private static <T> Stream<T> streamOf(Iterator<T> items) {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(items, Spliterator.ORDERED), false);
    }
}
