package energy.hydromrv.client;

import com.fasterxml.jackson.databind.JsonNode;
import energy.hydromrv.client.generated.model.StreamQuery;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A live stream: server-sent events that are taken up again where the line broke. Of one thread; {@code close} may be called by
 * any other, and ends it.
 */
public final class LiveStream implements Iterable<StreamEvent>, Iterator<StreamEvent>, AutoCloseable {
    /** The gateway says something every 15 s: a line on which nothing came for so long is dead. */
    private static final Duration SILENCE = Duration.ofSeconds(45);
    private static final double LONGEST_REST_S = 30;

    private final Transport transport;
    private final JsonNode query;
    private String lastId;
    private double retryS = 2;
    private boolean wasOpen;
    private int idle;
    private StreamEvent ready;
    private volatile Lines lines;
    private volatile boolean isClosed;

    LiveStream(Transport transport, StreamQuery query) {
        this.transport = transport;
        this.query = Transport.JSON.valueToTree(query);
        this.lastId = query.lastEventId();
    }

    @Override
    public Iterator<StreamEvent> iterator() {
        return this;
    }

    /** Waits for the next event. False once the stream is closed. */
    @Override
    public boolean hasNext() {
        while (ready == null && !isClosed) {
            try {
                if (lines == null) open();
                ready = read();
                if (ready != null) return true;
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new NoAnswerException(1, stopped);
            } catch (IOException lost) {
                // Taken up again below.
            } catch (GatewayException | NoAnswerException refused) {
                boolean passes = !(refused instanceof GatewayException error) || Transport.mayPass(error);
                if (!wasOpen || !passes) throw refused;
            }
            if (isClosed) return false;
            hangUp();
            // With chance, so that those who lost a gateway do not all come to the next at once.
            double waitS = Math.min(LONGEST_REST_S, retryS * (1L << Math.min(idle++, 10)));
            Transport.pause(waitS * (0.5 + ThreadLocalRandom.current().nextDouble() / 2));
        }
        return ready != null;
    }

    @Override
    public StreamEvent next() {
        if (!hasNext()) throw new NoSuchElementException();
        StreamEvent event = ready;
        ready = null;
        return event;
    }

    @Override
    public void close() {
        isClosed = true;
        hangUp();
    }

    private void hangUp() {
        Lines open = lines;
        lines = null;
        if (open != null) open.close();
    }

    private void open() {
        Call call = new Call("GET", "/api/v1/stream").header("accept", Transport.EVENTS).header("last-event-id", lastId);
        query.fields().forEachRemaining(field -> {
            if (field.getKey().equals("last_event_id")) return;
            if (field.getValue().isArray()) field.getValue().forEach(one -> call.query(field.getKey(), one.asText()));
            else call.query(field.getKey(), field.getValue().asText());
        });
        lines = transport.open(call);
        wasOpen = true;
        idle = 0;
        if (isClosed) hangUp();
    }

    /** One event (WHATWG HTML section 9.2.6); null where the line is over. The place moves on with a mere {@code id} too. */
    private StreamEvent read() throws IOException, InterruptedException {
        Lines open = lines;
        String event = "message";
        String id = lastId;
        StringBuilder data = new StringBuilder();
        for (String line = nextOf(open); line != null; line = nextOf(open)) {
            int colon = line.indexOf(':');
            String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
            switch (colon < 0 ? line : line.substring(0, colon)) {
                case "event" -> event = value;
                case "data" -> data.append(data.isEmpty() ? "" : "\n").append(value);
                case "id" -> id = value;
                case "retry" -> retryS = value.matches("\\d{1,9}") ? Long.parseLong(value) / 1000.0 : retryS;
                default -> {}
            }
            if (!line.isEmpty()) continue;
            lastId = id;
            if (event.equals("closed")) return null;
            if (!data.isEmpty()) return new StreamEvent(id, event, Transport.JSON.readTree(data.toString()));
            event = "message";
        }
        return null;
    }

    private static String nextOf(Lines open) throws IOException, InterruptedException {
        return open == null ? null : open.next(SILENCE);
    }
}
