// Made by `npm run sdk` from openapi/openapi.json. Not to be edited.
package energy.hydromrv.client.generated.api;

import com.fasterxml.jackson.core.type.TypeReference;
import energy.hydromrv.client.Call;
import energy.hydromrv.client.Transport;
import energy.hydromrv.client.generated.model.CarbonCalculation;
import energy.hydromrv.client.generated.model.CarbonCalculationRequest;
import energy.hydromrv.client.generated.model.GridTable;
import energy.hydromrv.client.generated.model.GridTablePage;
import energy.hydromrv.client.generated.model.GridTableUpload;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Operations of the API's part {@code Carbon}. */
@SuppressWarnings("unused")
public final class CarbonApi {
    private final Transport transport;

    public CarbonApi(Transport transport) {
        this.transport = transport;
    }

    /**
     * Compute emission reductions.
     *
     * <p>Stateless: the answer follows from the request, the rulebook and the factor table it names alone, and nothing is
     * stored. The same code closes monitoring periods; {@code npm run audit -- carbon FILE} gives the same bytes
     * offline.
     *
     * <p><b>Rulebooks:</b> {@code acm0002-v22.0}, {@code ams-i.d-v18}, {@code vmr0017-v1.0}. <b>Grid factor:</b> a
     * table (the gateway's, or one of your own: {@code POST /api/v1/carbon/grid-tables}) and year, two margins, a
     * combined margin, or the grid's units (TOOL07).
     *
     * <p><b>Numbers</b> may be digits in strings, or JSON numbers that are exact: whole numbers up to 2^53, factors of
     * at most six decimals. Nothing is computed in binary floats.
     *
     * <p><b>Refused, never zero:</b> a design the rulebook does not apply to, an unknown register, factor cell,
     * rulebook or year answers 422 with {@code rule}, {@code clause} and the field in {@code errors}. Whatever this
     * computes is an unverified estimate until a verifier has signed its period.
     *
     * @param carbonCalculationRequest what is sent
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public CarbonCalculation calculateCarbon(CarbonCalculationRequest carbonCalculationRequest, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/carbon/calculations")
                .header("idempotency-key", idempotencyKey)
                .body(carbonCalculationRequest);
        return transport.send(call, new TypeReference<CarbonCalculation>() {});
    }

    /** The same, without what may be left out. */
    public CarbonCalculation calculateCarbon(CarbonCalculationRequest carbonCalculationRequest) {
        return calculateCarbon(carbonCalculationRequest, null);
    }

    /**
     * Look at one grid-factor table.
     *
     * <p>One of your organisation's or of the gateway's own. The answer is a file for {@code npm run audit -- carbon FILE
     * --grid-table FILE}.
     *
     * @param tableId Id of the grid table, as it was uploaded
     */
    public GridTable getGridTable(String tableId) {
        Call call = new Call("GET", "/api/v1/carbon/grid-tables/{table_id}")
                .path("table_id", tableId);
        return transport.send(call, new TypeReference<GridTable>() {});
    }

    /**
     * List the grid-factor tables that may be named.
     *
     * <p>Your organisation's and the gateway's own, by id. Follow {@code next_cursor}, or the Link header.
     *
     * @param cursor {@code next_cursor} of the page before, unchanged; null: left out
     * @param limit Most items on a page; null: left out
     */
    public GridTablePage listGridTables(String cursor, Long limit) {
        Call call = new Call("GET", "/api/v1/carbon/grid-tables")
                .query("cursor", cursor)
                .query("limit", limit);
        return transport.send(call, new TypeReference<GridTablePage>() {});
    }

    /** The same, without what may be left out. */
    public GridTablePage listGridTables() {
        return listGridTables(null, null);
    }

    /**
     * Upload a grid-factor table of your own.
     *
     * <p>Emission factors of a grid by year, with where they come from and for which days of generation they may serve.
     * From then on calculations and project designs of your organisation name it by {@code id}. A table never changes:
     * the same content again answers the first one, other content under its id is a 409, and a correction is a table of
     * another id. Use outside its validity is a 422 with {@code rule} and {@code clause}.
     *
     * @param gridTableUpload what is sent
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public GridTable uploadGridTable(GridTableUpload gridTableUpload, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/carbon/grid-tables")
                .header("idempotency-key", idempotencyKey)
                .body(gridTableUpload);
        return transport.send(call, new TypeReference<GridTable>() {});
    }

    /** The same, without what may be left out. */
    public GridTable uploadGridTable(GridTableUpload gridTableUpload) {
        return uploadGridTable(gridTableUpload, null);
    }
}
