// Made by `npm run sdk` from openapi/openapi.json. Not to be edited.
package energy.hydromrv.client.generated.api;

import com.fasterxml.jackson.core.type.TypeReference;
import energy.hydromrv.client.Call;
import energy.hydromrv.client.Transport;
import energy.hydromrv.client.generated.model.ListProblems200Response;
import energy.hydromrv.client.generated.model.ProblemKind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Operations of the API's part {@code Problems}. */
@SuppressWarnings("unused")
public final class ProblemsApi {
    private final Transport transport;

    public ProblemsApi(Transport transport) {
        this.transport = transport;
    }

    /**
     * Explain one problem type.
     *
     * <p>What it means and what to do. A page for browsers, JSON otherwise.
     *
     * @param code Code of the problem: the end of its {@code type}
     */
    public ProblemKind getProblem(String code) {
        Call call = new Call("GET", "/problems/{code}")
                .path("code", code);
        return transport.send(call, new TypeReference<ProblemKind>() {});
    }

    /**
     * List every problem type.
     *
     * <p>The stable {@code type} URIs of this API's errors (RFC 9457). A page for browsers, JSON otherwise.
     *
     */
    public ListProblems200Response listProblems() {
        Call call = new Call("GET", "/problems");
        return transport.send(call, new TypeReference<ListProblems200Response>() {});
    }
}
