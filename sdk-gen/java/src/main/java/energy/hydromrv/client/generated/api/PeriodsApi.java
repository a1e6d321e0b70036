// Made by `npm run sdk` from openapi/openapi.json. Not to be edited.
package energy.hydromrv.client.generated.api;

import com.fasterxml.jackson.core.type.TypeReference;
import energy.hydromrv.client.Call;
import energy.hydromrv.client.Transport;
import energy.hydromrv.client.generated.model.Bundle;
import energy.hydromrv.client.generated.model.ClosingFacts;
import energy.hydromrv.client.generated.model.Period;
import energy.hydromrv.client.generated.model.PeriodAmendment;
import energy.hydromrv.client.generated.model.PeriodDays;
import energy.hydromrv.client.generated.model.PeriodList;
import energy.hydromrv.client.generated.model.PeriodStatement;
import energy.hydromrv.client.generated.model.ProjectDesign;
import energy.hydromrv.client.generated.model.Recomputation;
import energy.hydromrv.client.generated.model.RegisteredDesign;
import energy.hydromrv.client.generated.model.ShadowReport;
import energy.hydromrv.client.generated.model.Stated;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Operations of the API's part {@code Periods}. */
@SuppressWarnings("unused")
public final class PeriodsApi {
    private final Transport transport;

    public PeriodsApi(Transport transport) {
        this.transport = transport;
    }

    /**
     * State a closed period anew.
     *
     * <p>With the readings that arrived after its closing and what is stated now; what the body does not mention stands.
     * The new statement names the one it amends. What that one had stated and is on no way to the ledger yet is taken
     * back and stated anew; what was minted stays, and only the difference is added, or owed as a deficit. A request to
     * issue that still waits is void by it. Later periods that took over something which changed by it are stated anew
     * in the same act.
     *
     * @param plantId Id of the plant, as it was registered
     * @param periodId Id of the monitoring period
     * @param periodAmendment what is sent
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public Stated amendPeriod(String plantId, String periodId, PeriodAmendment periodAmendment, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/plants/{plant_id}/periods/{period_id}/amendments")
                .path("plant_id", plantId)
                .path("period_id", periodId)
                .header("idempotency-key", idempotencyKey)
                .body(periodAmendment);
        return transport.send(call, new TypeReference<Stated>() {});
    }

    /** The same, without what may be left out. */
    public Stated amendPeriod(String plantId, String periodId, PeriodAmendment periodAmendment) {
        return amendPeriod(plantId, periodId, periodAmendment, null);
    }

    /**
     * Close a monitoring period.
     *
     * <p>Computes the period from the registers of its main meters, as far as the plant's chain holds them now, and
     * appends the statement to that chain. Export earns only between readings that follow each other without a gap and
     * count by their verdict; import, gross generation and fuel count in full, and where they are not known the period
     * is refused (422). Invoice and check figures can only lower the result. The statement is unverified until a
     * verifier has signed it. Closed periods that rest on records which have stopped counting since are stated anew in
     * the same act, and a request to issue them that still waits is void by it; those statements are listed behind its
     * own.
     *
     * @param plantId Id of the plant, as it was registered
     * @param periodId Id of the monitoring period
     * @param closingFacts what is sent
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public Stated closePeriod(String plantId, String periodId, ClosingFacts closingFacts, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/plants/{plant_id}/periods/{period_id}/close")
                .path("plant_id", plantId)
                .path("period_id", periodId)
                .header("idempotency-key", idempotencyKey)
                .body(closingFacts);
        return transport.send(call, new TypeReference<Stated>() {});
    }

    /** The same, without what may be left out. */
    public Stated closePeriod(String plantId, String periodId, ClosingFacts closingFacts) {
        return closePeriod(plantId, periodId, closingFacts, null);
    }

    /**
     * Look at one monitoring period.
     *
     * <p>Open, or closed with its statements, oldest first.
     *
     * @param plantId Id of the plant, as it was registered
     * @param periodId Id of the monitoring period
     */
    public Period getPeriod(String plantId, String periodId) {
        Call call = new Call("GET", "/api/v1/plants/{plant_id}/periods/{period_id}")
                .path("plant_id", plantId)
                .path("period_id", periodId);
        return transport.send(call, new TypeReference<Period>() {});
    }

    /**
     * Get a period's newest evidence bundle.
     *
     * <p>The same bytes every time. {@code Repr-Digest} (RFC 9530) holds their SHA-256. Check it with {@code npm run audit
     * -- bundle FILE}.
     *
     * @param plantId Id of the plant, as it was registered
     * @param periodId Id of the monitoring period
     */
    public byte[] getPeriodBundle(String plantId, String periodId) {
        Call call = new Call("GET", "/api/v1/plants/{plant_id}/periods/{period_id}/bundle")
                .path("plant_id", plantId)
                .path("period_id", periodId);
        return transport.send(call, new TypeReference<byte[]>() {});
    }

    /**
     * Get a statement, byte for byte.
     *
     * <p>Its canonical (RFC 8785) bytes as they were made; the record of the plant's chain that holds it as {@code
     * statement} is listed with the period.
     *
     * @param plantId Id of the plant, as it was registered
     * @param periodId Id of the monitoring period
     * @param statementNo Number of the statement in its period, from 1
     */
    public PeriodStatement getPeriodStatement(String plantId, String periodId, Long statementNo) {
        Call call = new Call("GET", "/api/v1/plants/{plant_id}/periods/{period_id}/statements/{statement_no}")
                .path("plant_id", plantId)
                .path("period_id", periodId)
                .path("statement_no", statementNo);
        return transport.send(call, new TypeReference<PeriodStatement>() {});
    }

    /**
     * Look at a plant's project design.
     *
     * <p>The newest version, or the one that {@code version} names, with the crediting period that runs today.
     *
     * @param plantId Id of the plant, as it was registered
     * @param version Version, from 1; the newest when left out; null: left out
     */
    public RegisteredDesign getProjectDesign(String plantId, Long version) {
        Call call = new Call("GET", "/api/v1/plants/{plant_id}/design")
                .path("plant_id", plantId)
                .query("version", version);
        return transport.send(call, new TypeReference<RegisteredDesign>() {});
    }

    /** The same, without what may be left out. */
    public RegisteredDesign getProjectDesign(String plantId) {
        return getProjectDesign(plantId, null);
    }

    /**
     * Look at a shadow report.
     *
     * <p>As it was made; as a page to print where {@code Accept} asks for text/html.
     *
     * @param plantId Id of the plant, as it was registered
     * @param reportId Id of the report
     */
    public ShadowReport getShadowReport(String plantId, String reportId) {
        Call call = new Call("GET", "/api/v1/plants/{plant_id}/shadow-reports/{report_id}")
                .path("plant_id", plantId)
                .path("report_id", reportId);
        return transport.send(call, new TypeReference<ShadowReport>() {});
    }

    /**
     * List a plant's monitoring periods.
     *
     * <p>In the order of their days, each with its statements. Follow {@code next_cursor}, or the Link header.
     *
     * @param plantId Id of the plant, as it was registered
     * @param cursor {@code next_cursor} of the page before, unchanged; null: left out
     * @param limit Most items on a page; null: left out
     */
    public PeriodList listPeriods(String plantId, String cursor, Long limit) {
        Call call = new Call("GET", "/api/v1/plants/{plant_id}/periods")
                .path("plant_id", plantId)
                .query("cursor", cursor)
                .query("limit", limit);
        return transport.send(call, new TypeReference<PeriodList>() {});
    }

    /** The same, without what may be left out. */
    public PeriodList listPeriods(String plantId) {
        return listPeriods(plantId, null, null);
    }

    /**
     * Make the evidence bundle of a closed period.
     *
     * <p>Of its newest statement, as far as its issuance has got: one archive from which anybody recomputes verdicts,
     * figures and mint without us (docs/bundle.md). Its SHA-256 is appended to the plant's chain. Before the next step
     * of the issuance the same bundle is given again (200). 409 while the newest step is on its way to the ledger.
     *
     * @param plantId Id of the plant, as it was registered
     * @param periodId Id of the monitoring period
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public Bundle makePeriodBundle(String plantId, String periodId, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/plants/{plant_id}/periods/{period_id}/bundles")
                .path("plant_id", plantId)
                .path("period_id", periodId)
                .header("idempotency-key", idempotencyKey);
        return transport.send(call, new TypeReference<Bundle>() {});
    }

    /** The same, without what may be left out. */
    public Bundle makePeriodBundle(String plantId, String periodId) {
        return makePeriodBundle(plantId, periodId, null);
    }

    /**
     * Open a monitoring period.
     *
     * <p>From a local day to before another; the bounds are local midnights of the plant's zone. A period lies in one
     * vintage (calendar year), one crediting period and, unless the design fixes a year of its factor table, one of
     * those years; it overlaps no other and follows what is closed: else 422 with {@code rule}.
     *
     * @param plantId Id of the plant, as it was registered
     * @param periodDays what is sent
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public Period openPeriod(String plantId, PeriodDays periodDays, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/plants/{plant_id}/periods")
                .path("plant_id", plantId)
                .header("idempotency-key", idempotencyKey)
                .body(periodDays);
        return transport.send(call, new TypeReference<Period>() {});
    }

    /** The same, without what may be left out. */
    public Period openPeriod(String plantId, PeriodDays periodDays) {
        return openPeriod(plantId, periodDays, null);
    }

    /**
     * Register a plant's project design, or a new version of it.
     *
     * <p>Held against the rulebook it names: what that does not apply to is a 422 with {@code rule}, {@code clause} and
     * the field, never a zero. Each version is a record of the plant's chain; the same design again makes none. Every
     * version is kept, so {@code If-Match} is not asked for, but heeded. Statements name the version they were computed
     * with. What GET answers beside the design ({@code version}, {@code record_id} and so on) may stand as it was
     * answered.
     *
     * @param plantId Id of the plant, as it was registered
     * @param projectDesign what is sent
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     * @param ifMatch Refused (412) unless this still stands, so that nobody's change is undone unseen: the {@code ETag} as it
     *     came, in its quotes; null: left out
     */
    public RegisteredDesign putProjectDesign(String plantId, ProjectDesign projectDesign, String idempotencyKey, String ifMatch) {
        Call call = new Call("PUT", "/api/v1/plants/{plant_id}/design")
                .path("plant_id", plantId)
                .header("idempotency-key", idempotencyKey)
                .header("if-match", ifMatch)
                .body(projectDesign);
        return transport.send(call, new TypeReference<RegisteredDesign>() {});
    }

    /** The same, without what may be left out. */
    public RegisteredDesign putProjectDesign(String plantId, ProjectDesign projectDesign) {
        return putProjectDesign(plantId, projectDesign, null, null);
    }

    /**
     * Compute a statement again and compare.
     *
     * <p>From the plant's chain up to the place the statement names, now, and compared byte for byte.
     *
     * @param plantId Id of the plant, as it was registered
     * @param periodId Id of the monitoring period
     * @param statementNo Number of the statement in its period, from 1
     */
    public Recomputation recomputePeriodStatement(String plantId, String periodId, Long statementNo) {
        Call call = new Call("GET", "/api/v1/plants/{plant_id}/periods/{period_id}/statements/{statement_no}/recomputation")
                .path("plant_id", plantId)
                .path("period_id", periodId)
                .path("statement_no", statementNo);
        return transport.send(call, new TypeReference<Recomputation>() {});
    }

    /**
     * Compare a manual monitoring report with the gateway.
     *
     * <p>Shadow mode: the body is a CSV table with a heading, one row per day (2026-03-01) or month (2026-03) of the
     * plant, at most 400. Columns: {@code period} and {@code export_kwh}; where known {@code import_kwh}, {@code
     * gross_kwh}, {@code er_t}, {@code fuel_kg}, {@code rejected_readings} (readings the manual procedure left out) and
     * {@code interventions}. Energies also in {@code _wh} or {@code _mwh}, reductions in {@code _g} or {@code _kg}.
     *
     * <p>Each row is computed from the registers by the same path as a period's closing; nothing is closed or credited.
     * The verdict holds the pilot's pass marks: delta below 5 % in every row, false rejections below 0.5 % of readings,
     * more than 99 % of records under an anchored checkpoint.
     *
     * @param plantId Id of the plant, as it was registered
     * @param body what is sent
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public ShadowReport uploadManualReport(String plantId, byte[] body, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/plants/{plant_id}/shadow-reports")
                .path("plant_id", plantId)
                .header("idempotency-key", idempotencyKey)
                .body(body);
        return transport.send(call, new TypeReference<ShadowReport>() {});
    }

    /** The same, without what may be left out. */
    public ShadowReport uploadManualReport(String plantId, byte[] body) {
        return uploadManualReport(plantId, body, null);
    }

    /**
     * Withdraw a period that was opened by mistake.
     *
     * <p>Only while it is open: a closed period stays for ever. The answer is the period as it was.
     *
     * @param plantId Id of the plant, as it was registered
     * @param periodId Id of the monitoring period
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     * @param ifMatch Refused (412) unless this still stands, so that nobody's change is undone unseen: the {@code ETag} as it
     *     came, in its quotes; null: left out
     */
    public Period withdrawPeriod(String plantId, String periodId, String idempotencyKey, String ifMatch) {
        Call call = new Call("DELETE", "/api/v1/plants/{plant_id}/periods/{period_id}")
                .path("plant_id", plantId)
                .path("period_id", periodId)
                .header("idempotency-key", idempotencyKey)
                .header("if-match", ifMatch);
        return transport.send(call, new TypeReference<Period>() {});
    }

    /** The same, without what may be left out. */
    public Period withdrawPeriod(String plantId, String periodId) {
        return withdrawPeriod(plantId, periodId, null, null);
    }
}
