// Made by `npm run sdk` from openapi/openapi.json. Not to be edited.
package energy.hydromrv.client.generated.api;

import com.fasterxml.jackson.core.type.TypeReference;
import energy.hydromrv.client.Call;
import energy.hydromrv.client.Transport;
import energy.hydromrv.client.generated.model.CorrectionRequest;
import energy.hydromrv.client.generated.model.DecisionMade;
import energy.hydromrv.client.generated.model.DecisionRequest;
import energy.hydromrv.client.generated.model.PlantRecord;
import energy.hydromrv.client.generated.model.ReviewPage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Operations of the API's part {@code Reviews}. */
@SuppressWarnings("unused")
public final class ReviewsApi {
    private final Transport transport;

    public ReviewsApi(Transport transport) {
        this.transport = transport;
    }

    /**
     * Decide on a reading in doubt.
     *
     * <p>For keys with the role {@code verifier}. The decision is a new record of the plant's chain with a leaf in the
     * log; the reading and its verdict stay as they are, and its {@code effective_status} follows the newest decision.
     *
     * <p><b>What can be decided:</b> flagged readings, re-opened ones, corrections, and each of these again: the later
     * decision supersedes, both stay on record. A verdict of REJECTED is final; what was truly measured enters as a
     * correction. Accepting a correction makes the record it names stop counting; rejecting it later brings that one
     * back, to be decided anew.
     *
     * <p><b>Repeats:</b> the same decision with the same reason by the same key answers 200 with the first. To come
     * back to an earlier decision after another one, give another reason.
     *
     * @param id Random: says nothing of order, number or plant
     * @param decisionRequest what is sent
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public DecisionMade decideOnRecord(String id, DecisionRequest decisionRequest, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/records/{id}/decisions")
                .path("id", id)
                .header("idempotency-key", idempotencyKey)
                .body(decisionRequest);
        return transport.send(call, new TypeReference<DecisionMade>() {});
    }

    /** The same, without what may be left out. */
    public DecisionMade decideOnRecord(String id, DecisionRequest decisionRequest) {
        return decideOnRecord(id, decisionRequest, null);
    }

    /**
     * File a correction of a reading.
     *
     * <p>A new record of the plant's chain that names the one it replaces and takes its device, time and interval. {@code
     * readings} holds all quantities as they should be. It is judged like any reading, but counts only when a verifier
     * accepts it; then the other stops counting. Until then it stands as PROPOSED, or as REJECTED where its own verdict
     * says so.
     *
     * <p>The record to name is the one that stands for that time: the reading, or the correction that was accepted in
     * its place. Readings that were sent without a timestamp never count and cannot be corrected. The same correction
     * by the same key answers 200 with the first.
     *
     * @param id Random: says nothing of order, number or plant
     * @param correctionRequest what is sent
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public PlantRecord fileCorrection(String id, CorrectionRequest correctionRequest, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/records/{id}/corrections")
                .path("id", id)
                .header("idempotency-key", idempotencyKey)
                .body(correctionRequest);
        return transport.send(call, new TypeReference<PlantRecord>() {});
    }

    /** The same, without what may be left out. */
    public PlantRecord fileCorrection(String id, CorrectionRequest correctionRequest) {
        return fileCorrection(id, correctionRequest, null);
    }

    /**
     * List readings that wait for a verifier.
     *
     * <p>Flagged readings, approved ones that a later finding re-opened, and corrections that were filed; with {@code
     * status} also those that are decided. By plant, then order of acceptance. Pages are stable while readings and
     * decisions arrive.
     *
     * @param plantId One plant; all of the organisation when left out; null: left out
     * @param status Only those that stand so now; FLAGGED, REOPENED and PROPOSED when left out; repeated or separated by commas; null: left out
     * @param cursor {@code next_cursor} of the page before, unchanged; null: left out
     * @param limit Most items on a page; null: left out
     */
    public ReviewPage listReviews(String plantId, List<String> status, String cursor, Long limit) {
        Call call = new Call("GET", "/api/v1/reviews")
                .query("plant_id", plantId)
                .query("status", status)
                .query("cursor", cursor)
                .query("limit", limit);
        return transport.send(call, new TypeReference<ReviewPage>() {});
    }

    /** The same, without what may be left out. */
    public ReviewPage listReviews() {
        return listReviews(null, null, null, null);
    }
}
