// Made by `npm run sdk` from openapi/openapi.json. Not to be edited.
package energy.hydromrv.client.generated.api;

import com.fasterxml.jackson.core.type.TypeReference;
import energy.hydromrv.client.Call;
import energy.hydromrv.client.Transport;
import energy.hydromrv.client.generated.model.Anchoring;
import energy.hydromrv.client.generated.model.Device;
import energy.hydromrv.client.generated.model.Plant;
import energy.hydromrv.client.generated.model.PlantImportReport;
import energy.hydromrv.client.generated.model.PlantPage;
import energy.hydromrv.client.generated.model.PlantRegistration;
import energy.hydromrv.client.generated.model.PlantWithDevices;
import energy.hydromrv.client.generated.model.RegisteredPlant;
import energy.hydromrv.client.generated.model.RiverFlowImport;
import energy.hydromrv.client.generated.model.RiverFlowList;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Operations of the API's part {@code Plants}. */
@SuppressWarnings("unused")
public final class PlantsApi {
    private final Transport transport;

    public PlantsApi(Transport transport) {
        this.transport = transport;
    }

    /**
     * Change some of a plant's configuration.
     *
     * <p>As PUT, with what changes only (RFC 7396).
     *
     * @param plantId Id of the plant, as it was registered
     * @param ifMatch Refused (412) unless this still stands, so that nobody's change is undone unseen: the {@code ETag} as it
     *     came, in its quotes
     * @param body what is sent
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public PlantWithDevices changePlant(String plantId, String ifMatch, Object body, String idempotencyKey) {
        Call call = new Call("PATCH", "/api/v1/plants/{plant_id}")
                .path("plant_id", plantId)
                .header("idempotency-key", idempotencyKey)
                .header("if-match", ifMatch)
                .body(body);
        return transport.send(call, new TypeReference<PlantWithDevices>() {});
    }

    /** The same, without what may be left out. */
    public PlantWithDevices changePlant(String plantId, String ifMatch, Object body) {
        return changePlant(plantId, ifMatch, body, null);
    }

    /**
     * Look at one plant and its devices.
     *
     * <p>The configuration in force, with every device registered at the plant.
     *
     * @param plantId Id of the plant, as it was registered
     */
    public PlantWithDevices getPlant(String plantId) {
        Call call = new Call("GET", "/api/v1/plants/{plant_id}")
                .path("plant_id", plantId);
        return transport.send(call, new TypeReference<PlantWithDevices>() {});
    }

    /**
     * Look at what of a plant's approved records becomes public.
     *
     * <p>The owner's choice in force. Its {@code ETag} goes into {@code If-Match} of a change.
     *
     * @param plantId Id of the plant, as it was registered
     */
    public Anchoring getPlantAnchoring(String plantId) {
        Call call = new Call("GET", "/api/v1/plants/{plant_id}/anchoring")
                .path("plant_id", plantId);
        return transport.send(call, new TypeReference<Anchoring>() {});
    }

    /**
     * Register plants from a CSV table.
     *
     * <p>One row for each plant, under a heading. Every row is judged, each is registered by itself, and the same table
     * again changes nothing; what exists with another configuration is refused, never overwritten. Columns: plant_id,
     * name, time_zone, commissioned_on, country, turbine_type, grid_factor_table, signatures, rated_power_kw,
     * design_head_m, design_flow_m3s, units, latitude, longitude, elevation_m, river, region, reservoir_type,
     * reservoir_area_m2, reservoir_live_volume_m3, reservoir_full_level_m, reservoir_lowest_level_m, grid_operator,
     * grid_connection_point, grid_voltage_kv, grid_frequency_hz, turbine_units, devices. In {@code turbine_units} stand
     * {@code unit_id:type:kW:head:flow} and in {@code devices} {@code device_id:kind:kW:interval_s}, items apart by
     * {@code ;}, what is not known left out.
     *
     * @param body what is sent
     * @param dryRun Judge every row, keep nothing; null: left out
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public PlantImportReport importPlants(byte[] body, Boolean dryRun, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/plants/import")
                .query("dry_run", dryRun)
                .header("idempotency-key", idempotencyKey)
                .body(body);
        return transport.send(call, new TypeReference<PlantImportReport>() {});
    }

    /** The same, without what may be left out. */
    public PlantImportReport importPlants(byte[] body) {
        return importPlants(body, null, null);
    }

    /**
     * Import flows of the river from a gauge that is not the plant's.
     *
     * <p>The body is a CSV table with a heading, at most 10000 rows: {@code timestamp} (ISO 8601 or milliseconds), {@code
     * flow}, {@code station}, and {@code unit} (m3/s, l/s, ft3/s; left out: m3/s). Each row is taken or refused for
     * itself. A value stands: another one for the same station and time is refused. Flows are a hint to the
     * environmental layer of readings that come after the import: docs/context.md.
     *
     * @param plantId Id of the plant, as it was registered
     * @param body what is sent
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public RiverFlowImport importRiverFlows(String plantId, byte[] body, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/plants/{plant_id}/river-flows")
                .path("plant_id", plantId)
                .header("idempotency-key", idempotencyKey)
                .body(body);
        return transport.send(call, new TypeReference<RiverFlowImport>() {});
    }

    /** The same, without what may be left out. */
    public RiverFlowImport importRiverFlows(String plantId, byte[] body) {
        return importRiverFlows(plantId, body, null);
    }

    /**
     * List the organisation's plants.
     *
     * <p>By id. Follow {@code next_cursor}, or the Link header.
     *
     * @param cursor {@code next_cursor} of the page before, unchanged; null: left out
     * @param limit Most items on a page; null: left out
     */
    public PlantPage listPlants(String cursor, Long limit) {
        Call call = new Call("GET", "/api/v1/plants")
                .query("cursor", cursor)
                .query("limit", limit);
        return transport.send(call, new TypeReference<PlantPage>() {});
    }

    /** The same, without what may be left out. */
    public PlantPage listPlants() {
        return listPlants(null, null);
    }

    /**
     * List flows of the river that were imported.
     *
     * <p>Newest first, of all gauges.
     *
     * @param plantId Id of the plant, as it was registered
     * @param cursor {@code next_cursor} of the page before, unchanged; null: left out
     * @param limit Most items on a page; null: left out
     */
    public RiverFlowList listRiverFlows(String plantId, String cursor, Long limit) {
        Call call = new Call("GET", "/api/v1/plants/{plant_id}/river-flows")
                .path("plant_id", plantId)
                .query("cursor", cursor)
                .query("limit", limit);
        return transport.send(call, new TypeReference<RiverFlowList>() {});
    }

    /** The same, without what may be left out. */
    public RiverFlowList listRiverFlows(String plantId) {
        return listRiverFlows(plantId, null, null);
    }

    /**
     * Register a device at a plant.
     *
     * <p>Its kind says which quantities its readings must carry. The registration is a record of the plant's chain.
     *
     * @param plantId Id of the plant, as it was registered
     * @param device what is sent
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public Device registerDevice(String plantId, Device device, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/plants/{plant_id}/devices")
                .path("plant_id", plantId)
                .header("idempotency-key", idempotencyKey)
                .body(device);
        return transport.send(call, new TypeReference<Device>() {});
    }

    /** The same, without what may be left out. */
    public Device registerDevice(String plantId, Device device) {
        return registerDevice(plantId, device, null);
    }

    /**
     * Register a plant.
     *
     * <p>Its configuration becomes the first record of the plant's chain and is anchored like every other. With {@code
     * devices} its devices are registered too, with {@code design} its project design (rulebook, crediting period,
     * meters, grid factor): all of it or nothing. What follows from {@code turbine_units} ({@code units}, {@code
     * turbine_type}, {@code design_flow_m3s}) is filled in.
     *
     * @param plantRegistration what is sent
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public RegisteredPlant registerPlant(PlantRegistration plantRegistration, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/plants")
                .header("idempotency-key", idempotencyKey)
                .body(plantRegistration);
        return transport.send(call, new TypeReference<RegisteredPlant>() {});
    }

    /** The same, without what may be left out. */
    public RegisteredPlant registerPlant(PlantRegistration plantRegistration) {
        return registerPlant(plantRegistration, null);
    }

    /**
     * Put another configuration of a plant in force.
     *
     * <p>From the next record on; itself a record of the plant's chain. {@code plant_id} stays, and once there are
     * readings its local days and its machine do ({@code time_zone}, {@code commissioned_on}, rating, head, flow,
     * units, type, efficiency, type and levels of the reservoir): a rebuilt plant is registered anew. Only the owner
     * changes what is made public. {@code devices} may stand as GET answered them; they are changed by calls of their
     * own.
     *
     * @param plantId Id of the plant, as it was registered
     * @param ifMatch Refused (412) unless this still stands, so that nobody's change is undone unseen: the {@code ETag} as it
     *     came, in its quotes
     * @param plant what is sent
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public PlantWithDevices replacePlant(String plantId, String ifMatch, Plant plant, String idempotencyKey) {
        Call call = new Call("PUT", "/api/v1/plants/{plant_id}")
                .path("plant_id", plantId)
                .header("idempotency-key", idempotencyKey)
                .header("if-match", ifMatch)
                .body(plant);
        return transport.send(call, new TypeReference<PlantWithDevices>() {});
    }

    /** The same, without what may be left out. */
    public PlantWithDevices replacePlant(String plantId, String ifMatch, Plant plant) {
        return replacePlant(plantId, ifMatch, plant, null);
    }

    /**
     * Choose what of a plant's approved records becomes public.
     *
     * <p>Only the owner may. Holds for every record accepted from now on, and is itself a record of the plant's chain.
     * With {@code record}, each approved reading gets one message on the topic with the chosen fields, after a
     * checkpoint covers it; what is on the ledger stays there. {@code If-Match} is heeded, and of use where several
     * people decide.
     *
     * @param plantId Id of the plant, as it was registered
     * @param anchoring what is sent
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     * @param ifMatch Refused (412) unless this still stands, so that nobody's change is undone unseen: the {@code ETag} as it
     *     came, in its quotes; null: left out
     */
    public Plant setPlantAnchoring(String plantId, Anchoring anchoring, String idempotencyKey, String ifMatch) {
        Call call = new Call("PUT", "/api/v1/plants/{plant_id}/anchoring")
                .path("plant_id", plantId)
                .header("idempotency-key", idempotencyKey)
                .header("if-match", ifMatch)
                .body(anchoring);
        return transport.send(call, new TypeReference<Plant>() {});
    }

    /** The same, without what may be left out. */
    public Plant setPlantAnchoring(String plantId, Anchoring anchoring) {
        return setPlantAnchoring(plantId, anchoring, null, null);
    }
}
