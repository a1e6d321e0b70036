package energy.hydromrv.client;

import java.net.http.HttpHeaders;
import java.util.NoSuchElementException;

/**
 * What a call answered, with its headers.
 *
 * @param value what the call alone returns
 * @param status of HTTP
 * @param headers by their names in any case: {@code headers().firstValue("RateLimit")}
 */
public record Answer<T>(T value, int status, HttpHeaders headers) {
    /**
     * For {@code ifMatch} of a change.
     *
     * @throws NoSuchElementException where the answer has none
     */
    public String etag() {
        return headers.firstValue("ETag").orElseThrow();
    }

    /**
     * Path of what the call made.
     *
     * @throws NoSuchElementException where it made nothing that has one
     */
    public String location() {
        return headers.firstValue("Location").orElseThrow();
    }
}
