package energy.hydromrv.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a live stream tells.
 *
 * @param id for {@code lastEventId} after a restart; opaque
 * @param event {@code reading}, {@code sample}, {@code verdict}, {@code anchored}, {@code alert}, {@code rollup}; {@code gap} where
 *     what lies between is to be read from the records. New ones may come
 * @param data its JSON
 */
public record StreamEvent(String id, String event, JsonNode data) {
    /** {@code event.as(StreamReading.class)}: its data as an object. */
    public <T> T as(Class<T> type) {
        try {
            return Transport.JSON.treeToValue(data, type);
        } catch (JsonProcessingException other) {
            throw new IllegalArgumentException("the event is not as " + type.getSimpleName() + " is", other);
        }
    }
}
