package energy.hydromrv.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import energy.hydromrv.client.generated.model.BatchAnswer;
import energy.hydromrv.client.generated.model.BatchItem;
import energy.hydromrv.client.generated.model.TelemetryReading;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;

/** Sends readings in batches of NDJSON, as they come; each batch has one Idempotency-Key for all its tries. */
final class Batches implements Iterator<SentReading> {
    private static final int MOST_READINGS = 10_000;
    /** The gateway takes 16 MiB; a batch is closed before it is half as long. */
    private static final int MOST_BYTES = 8 * 1_048_576;

    private final Transport transport;
    private final Iterator<TelemetryReading> readings;
    private final int size;
    private final Queue<SentReading> results = new ArrayDeque<>();
    private TelemetryReading held;
    private byte[] heldLine;
    private long first;

    Batches(Transport transport, Iterator<TelemetryReading> readings, int size) {
        if (size < 1 || size > MOST_READINGS) {
            throw new IllegalArgumentException("size is " + size + ": a batch holds 1-" + MOST_READINGS + " readings");
        }
        this.transport = transport;
        this.readings = readings;
        this.size = size;
    }

    @Override
    public boolean hasNext() {
        while (results.isEmpty() && (held != null || readings.hasNext())) sendNext();
        return !results.isEmpty();
    }

    @Override
    public SentReading next() {
        if (!hasNext()) throw new NoSuchElementException();
        return results.remove();
    }

    private void sendNext() {
        List<TelemetryReading> batch = new ArrayList<>();
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        while (batch.size() < size && (held != null || readings.hasNext())) {
            if (held == null) {
                held = readings.next();
                heldLine = lineOf(held);
            }
            if (!batch.isEmpty() && lines.size() + heldLine.length > MOST_BYTES) break;
            batch.add(held);
            lines.writeBytes(heldLine);
            held = null;
        }
        Call call = new Call("POST", "/api/v1/telemetry/batch")
                .header("content-type", "application/x-ndjson")
                .header("accept", "application/json")
                .body(lines.toByteArray());
        BatchAnswer answer = transport.send(call, new TypeReference<BatchAnswer>() {});
        for (BatchItem item : answer.items()) {
            results.add(new SentReading(first + item.index(), batch.get(item.index().intValue()), item));
        }
        first += batch.size();
    }

    private static byte[] lineOf(TelemetryReading reading) {
        try {
            byte[] json = Transport.JSON.writeValueAsBytes(reading);
            byte[] line = java.util.Arrays.copyOf(json, json.length + 1);
            line[json.length] = '\n';
            return line;
        } catch (JsonProcessingException unwritable) {
            throw new IllegalArgumentException("a reading cannot be written as JSON", unwritable);
        }
    }
}
