package energy.hydromrv.client;

import java.time.Duration;

/**
 * How calls are tried.
 *
 * @param timeout of one try, to the end of its answer, beside what the call asks to wait for
 * @param retries tries after the first
 * @param longestWait a longer wait than this is not waited for: the exception says how long it would be
 */
public record Trying(Duration timeout, int retries, Duration longestWait) {
    /** 30 s for a try, 4 more tries, waits of up to 60 s. */
    public static Trying usual() {
        return new Trying(Duration.ofSeconds(30), 4, Duration.ofSeconds(60));
    }

    public Trying withTimeout(Duration timeout) {
        return new Trying(timeout, retries, longestWait);
    }

    public Trying withRetries(int retries) {
        return new Trying(timeout, retries, longestWait);
    }

    public Trying withLongestWait(Duration longestWait) {
        return new Trying(timeout, retries, longestWait);
    }
}
