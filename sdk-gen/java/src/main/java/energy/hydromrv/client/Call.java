package energy.hydromrv.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One call of an operation, before it is sent. What is null is left out. */
public final class Call {
    private final String method;
    private String path;
    private final StringBuilder query = new StringBuilder();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private Object body;

    public Call(String method, String path) {
        this.method = method;
        this.path = path;
    }

    public Call path(String name, Object value) {
        path = path.replace("{" + name + "}", encoded(value));
        return this;
    }

    public Call query(String name, Object value) {
        Collection<?> values = value instanceof Collection<?> many ? many : value == null ? List.of() : List.of(value);
        for (Object one : values) {
            query.append(query.isEmpty() ? '?' : '&').append(encoded(name)).append('=').append(encoded(one));
        }
        return this;
    }

    public Call header(String name, Object value) {
        if (value != null) headers.put(name.toLowerCase(java.util.Locale.ROOT), value.toString());
        return this;
    }

    /** Bytes are sent as they are; anything else as JSON. */
    public Call body(Object value) {
        body = value;
        return this;
    }

    private static String encoded(Object value) {
        return URLEncoder.encode(value.toString(), StandardCharsets.UTF_8).replace("+", "%20");
    }

    String method() {
        return method;
    }

    String target() {
        return path + query;
    }

    Map<String, String> headers() {
        return headers;
    }

    Object body() {
        return body;
    }
}
