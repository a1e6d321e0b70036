// Made by `npm run sdk` from openapi/openapi.json. Not to be edited.
package energy.hydromrv.client.generated.api;

import com.fasterxml.jackson.core.type.TypeReference;
import energy.hydromrv.client.Call;
import energy.hydromrv.client.Transport;
import energy.hydromrv.client.generated.model.GetLiveness200Response;
import energy.hydromrv.client.generated.model.Readiness;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Operations of the API's part {@code Operation}. */
@SuppressWarnings("unused")
public final class OperationApi {
    private final Transport transport;

    public OperationApi(Transport transport) {
        this.transport = transport;
    }

    /**
     * Is the process alive?.
     *
     * <p>Looks at nothing else: restart the process when this does not answer.
     *
     */
    public GetLiveness200Response getLiveness() {
        Call call = new Call("GET", "/health/live");
        return transport.send(call, new TypeReference<GetLiveness200Response>() {});
    }

    /**
     * Can the gateway take readings?.
     *
     * <p>Send traffic only where this answers 200. Each check says what it found.
     *
     */
    public Readiness getReadiness() {
        Call call = new Call("GET", "/health/ready");
        return transport.send(call, new TypeReference<Readiness>() {});
    }
}
