// Made by `npm run sdk` from openapi/openapi.json. Not to be edited.
package energy.hydromrv.client.generated.api;

import com.fasterxml.jackson.core.type.TypeReference;
import energy.hydromrv.client.Call;
import energy.hydromrv.client.Transport;
import energy.hydromrv.client.generated.model.DecisionRequest;
import energy.hydromrv.client.generated.model.IsolationForest;
import energy.hydromrv.client.generated.model.ModelDecided;
import energy.hydromrv.client.generated.model.PlantModel;
import energy.hydromrv.client.generated.model.PlantModelPage;
import energy.hydromrv.client.generated.model.TrainingSchedule;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Operations of the API's part {@code Models}. */
@SuppressWarnings("unused")
public final class ModelsApi {
    private final Transport transport;

    public ModelsApi(Transport transport) {
        this.transport = transport;
    }

    /**
     * Approve or reject a model.
     *
     * <p>For keys with the role {@code verifier}. The decision is a record of the plant's chain with a leaf in the log;
     * the first approval of a model holds its bytes, so that the chain alone tells which model judged what. From the
     * next record on the approved model judges; no earlier record changes.
     *
     * <p><b>What can be decided:</b> a candidate, either way; approving a retired model or the physics prior ({@code
     * in_force} of a new plant) goes back to it. A rejection is final. A candidate whose drift report is against a
     * model that is no longer in force needs a training anew.
     *
     * <p><b>Repeats:</b> the same decision with the same reason by the same key answers 200 with the first while it
     * stands.
     *
     * @param plantId Id of the plant, as it was registered
     * @param hash SHA-256 of the model's canonical bytes, hex
     * @param body what is sent
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public ModelDecided decideOnPlantModel(String plantId, String hash, DecisionRequest body, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/plants/{plant_id}/models/{hash}/decisions")
                .path("plant_id", plantId)
                .path("hash", hash)
                .header("idempotency-key", idempotencyKey)
                .body(body);
        return transport.send(call, new TypeReference<ModelDecided>() {});
    }

    /** The same, without what may be left out. */
    public ModelDecided decideOnPlantModel(String plantId, String hash, DecisionRequest body) {
        return decideOnPlantModel(plantId, hash, body, null);
    }

    /**
     * Look at one model with its drift report.
     *
     * <p>What it was trained on, how it differs from the model in force, and who decided what.
     *
     * @param plantId Id of the plant, as it was registered
     * @param hash SHA-256 of the model's canonical bytes, hex
     */
    public PlantModel getPlantModel(String plantId, String hash) {
        Call call = new Call("GET", "/api/v1/plants/{plant_id}/models/{hash}")
                .path("plant_id", plantId)
                .path("hash", hash);
        return transport.send(call, new TypeReference<PlantModel>() {});
    }

    /**
     * Get a model's bytes.
     *
     * <p>The exact canonical (RFC 8785) bytes whose SHA-256 is the model's hash.
     *
     * @param plantId Id of the plant, as it was registered
     * @param hash SHA-256 of the model's canonical bytes, hex
     */
    public IsolationForest getPlantModelContent(String plantId, String hash) {
        Call call = new Call("GET", "/api/v1/plants/{plant_id}/models/{hash}/content")
                .path("plant_id", plantId)
                .path("hash", hash);
        return transport.send(call, new TypeReference<IsolationForest>() {});
    }

    /**
     * List a plant's models.
     *
     * <p>Isolation forests trained on the plant's own approved readings, newest first, with the one in force and where the
     * training stands. A plant begins with the physics prior; a job trains candidates when enough approved readings
     * have come, and none takes effect before a verifier approves it.
     *
     * @param plantId Id of the plant, as it was registered
     * @param cursor {@code next_cursor} of the page before, unchanged; null: left out
     * @param limit Most items on a page; null: left out
     */
    public PlantModelPage listPlantModels(String plantId, String cursor, Long limit) {
        Call call = new Call("GET", "/api/v1/plants/{plant_id}/models")
                .path("plant_id", plantId)
                .query("cursor", cursor)
                .query("limit", limit);
        return transport.send(call, new TypeReference<PlantModelPage>() {});
    }

    /** The same, without what may be left out. */
    public PlantModelPage listPlantModels(String plantId) {
        return listPlantModels(plantId, null, null);
    }

    /**
     * Ask for a model to be trained.
     *
     * <p>For keys with the role {@code owner} or {@code verifier}. The job trains on the plant's approved readings up to
     * now, whatever the schedule; look at the list for what came of it. Asking again before that changes nothing.
     *
     * @param plantId Id of the plant, as it was registered
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public TrainingSchedule requestPlantModel(String plantId, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/plants/{plant_id}/models")
                .path("plant_id", plantId)
                .header("idempotency-key", idempotencyKey);
        return transport.send(call, new TypeReference<TrainingSchedule>() {});
    }

    /** The same, without what may be left out. */
    public TrainingSchedule requestPlantModel(String plantId) {
        return requestPlantModel(plantId, null);
    }
}
