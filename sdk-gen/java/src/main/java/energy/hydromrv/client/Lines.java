package energy.hydromrv.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The lines of an answer without an end, as they are taken. */
final class Lines implements Flow.Subscriber<List<ByteBuffer>> {
    private static final List<ByteBuffer> END = List.of();

    private final BlockingQueue<List<ByteBuffer>> parts = new LinkedBlockingQueue<>();
    private final Queue<String> whole = new ArrayDeque<>();
    /** What comes behind the last end of a line is not whole. */
    private final ByteArrayOutputStream rest = new ByteArrayOutputStream();
    private volatile Flow.Subscription subscription;
    private volatile boolean isClosed;

    /** @return the next line without its end; null where there is none any more */
    String next(Duration silence) throws IOException, InterruptedException {
        while (whole.isEmpty()) {
            List<ByteBuffer> part = parts.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
            if (part == null) throw new IOException("nothing came for " + silence.toSeconds() + " s");
            if (part == END) return null;
            for (ByteBuffer bytes : part) take(bytes);
            subscription.request(1);
        }
        return whole.remove();
    }

    private void take(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            byte one = bytes.get();
            if (one != '\n') {
                rest.write(one);
                continue;
            }
            String line = rest.toString(StandardCharsets.UTF_8);
            whole.add(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
            rest.reset();
        }
    }

    void close() {
        isClosed = true;
        if (subscription != null) subscription.cancel();
        parts.add(END);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        if (isClosed) given.cancel();
        else given.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> part) {
        if (!part.isEmpty()) parts.add(part);
        else subscription.request(1);
    }

    @Override
    public void onError(Throwable lost) {
        parts.add(END);
    }

    @Override
    public void onComplete() {
        parts.add(END);
    }
}
