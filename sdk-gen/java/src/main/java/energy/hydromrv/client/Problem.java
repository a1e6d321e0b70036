package energy.hydromrv.client;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * An RFC 9457 problem document, as the gateway answers it.
 *
 * @param type URI of the problem's type
 * @param title of the type
 * @param status of HTTP
 * @param detail what is wrong with this request and what to do
 * @param instance {@code urn:request:} and the request's id
 * @param errors each wrong place; null where none is named
 * @param members what only some types have, such as {@code record_id} of {@code reading-conflict}
 */
public record Problem(
        @JsonProperty("type") String type,
        @JsonProperty("title") String title,
        @JsonProperty("status") int status,
        @JsonProperty("detail") String detail,
        @JsonProperty("instance") String instance,
        @JsonProperty("errors") List<FieldError> errors,
        @JsonAnySetter Map<String, Object> members) {

    public Problem {
        members = members == null ? Map.of() : Map.copyOf(members);
    }

    Problem withStatus(int status) {
        return new Problem(type, title, status, detail, instance, errors, members);
    }

    /** The end of the type, such as {@code reading-conflict}. */
    public String code() {
        return type == null ? "" : type.substring(type.lastIndexOf('/') + 1);
    }

    /**
     * One wrong place.
     *
     * @param pointer JSON pointer (RFC 6901) into the body
     * @param parameter name of a query parameter or header
     * @param rule stable id of the broken rule
     * @param detail what to do
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record FieldError(
            @JsonProperty("pointer") String pointer,
            @JsonProperty("parameter") String parameter,
            @JsonProperty("rule") String rule,
            @JsonProperty("detail") String detail) {}
}
