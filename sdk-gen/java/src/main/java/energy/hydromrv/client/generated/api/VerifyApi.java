// Made by `npm run sdk` from openapi/openapi.json. Not to be edited.
package energy.hydromrv.client.generated.api;

import com.fasterxml.jackson.core.type.TypeReference;
import energy.hydromrv.client.Call;
import energy.hydromrv.client.Transport;
import energy.hydromrv.client.generated.model.VerifyAnswer;
import energy.hydromrv.client.generated.model.VerifyRequest;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Operations of the API's part {@code Verify}. */
@SuppressWarnings("unused")
public final class VerifyApi {
    private final Transport transport;

    public VerifyApi(Transport transport) {
        this.transport = transport;
    }

    /**
     * Check a record against its proof.
     *
     * <p>Public and pure: fetches nothing and reads no table; the answer follows from the posted record, proof and key
     * alone. It proves that the record is in the log of that key. That the key is the right one, compare with the
     * ledger's topic yourself.
     *
     * @param verifyRequest what is sent
     */
    public VerifyAnswer verifyRecord(VerifyRequest verifyRequest) {
        Call call = new Call("POST", "/api/v1/verify")
                .body(verifyRequest);
        return transport.send(call, new TypeReference<VerifyAnswer>() {});
    }
}
