// Made by `npm run sdk` from openapi/openapi.json. Not to be edited.
package energy.hydromrv.client.generated.api;

import com.fasterxml.jackson.core.type.TypeReference;
import energy.hydromrv.client.Call;
import energy.hydromrv.client.Transport;
import energy.hydromrv.client.generated.model.HoldingList;
import energy.hydromrv.client.generated.model.Retirement;
import energy.hydromrv.client.generated.model.RetirementPage;
import energy.hydromrv.client.generated.model.RetirementRequest;
import energy.hydromrv.client.generated.model.Transfer;
import energy.hydromrv.client.generated.model.TransferList;
import energy.hydromrv.client.generated.model.TransferRequest;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Operations of the API's part {@code Units}. */
@SuppressWarnings("unused")
public final class UnitsApi {
    private final Transport transport;

    public UnitsApi(Transport transport) {
        this.transport = transport;
    }

    /**
     * Look at one retirement.
     *
     * <p>Public: what the retiring party disclosed, and where it stands on the ledger. SHA-256 of {@code statement} is the
     * memo of that transaction, so anybody can check that the ledger retired exactly this. For people: {@code
     * /retirements/{retirement_id}}.
     *
     * @param retirementId Id of the retirement
     */
    public Retirement getRetirement(String retirementId) {
        Call call = new Call("GET", "/api/v1/retirements/{retirement_id}")
                .path("retirement_id", retirementId);
        return transport.send(call, new TypeReference<Retirement>() {});
    }

    /**
     * Look at one transfer.
     *
     * <p>How far it has got, and the ledger's transaction once there is one.
     *
     * @param transferId Id of the transfer
     */
    public Transfer getTransfer(String transferId) {
        Call call = new Call("GET", "/api/v1/transfers/{transfer_id}")
                .path("transfer_id", transferId);
        return transport.send(call, new TypeReference<Transfer>() {});
    }

    /**
     * List the issued units that your organisation holds.
     *
     * <p>By issuance and token. What is free may be transferred or retired; the four places add up to what was minted,
     * always.
     *
     * @param cursor {@code next_cursor} of the page before, unchanged; null: left out
     * @param limit Most items on a page; null: left out
     */
    public HoldingList listHoldings(String cursor, Long limit) {
        Call call = new Call("GET", "/api/v1/holdings")
                .query("cursor", cursor)
                .query("limit", limit);
        return transport.send(call, new TypeReference<HoldingList>() {});
    }

    /** The same, without what may be left out. */
    public HoldingList listHoldings() {
        return listHoldings(null, null);
    }

    /**
     * List the retirements of an issuance.
     *
     * <p>Of your own organisation, oldest first, those that the ledger has not done yet included.
     *
     * @param issuanceId Id of the issuance
     * @param cursor {@code next_cursor} of the page before, unchanged; null: left out
     * @param limit Most items on a page; null: left out
     */
    public RetirementPage listIssuanceRetirements(String issuanceId, String cursor, Long limit) {
        Call call = new Call("GET", "/api/v1/issuances/{issuance_id}/retirements")
                .path("issuance_id", issuanceId)
                .query("cursor", cursor)
                .query("limit", limit);
        return transport.send(call, new TypeReference<RetirementPage>() {});
    }

    /** The same, without what may be left out. */
    public RetirementPage listIssuanceRetirements(String issuanceId) {
        return listIssuanceRetirements(issuanceId, null, null);
    }

    /**
     * List what was retired.
     *
     * <p>Public: retirements that the ledger has done, of all organisations of this gateway, newest first, as far as
     * whoever retired disclosed it. No credit of a programme.
     *
     * @param cursor {@code next_cursor} of the page before, unchanged; null: left out
     * @param limit Most items on a page; null: left out
     */
    public RetirementPage listRetirements(String cursor, Long limit) {
        Call call = new Call("GET", "/api/v1/retirements")
                .query("cursor", cursor)
                .query("limit", limit);
        return transport.send(call, new TypeReference<RetirementPage>() {});
    }

    /** The same, without what may be left out. */
    public RetirementPage listRetirements() {
        return listRetirements(null, null);
    }

    /**
     * List the transfers of an issuance.
     *
     * <p>Of your own organisation, oldest first.
     *
     * @param issuanceId Id of the issuance
     * @param cursor {@code next_cursor} of the page before, unchanged; null: left out
     * @param limit Most items on a page; null: left out
     */
    public TransferList listTransfers(String issuanceId, String cursor, Long limit) {
        Call call = new Call("GET", "/api/v1/issuances/{issuance_id}/transfers")
                .path("issuance_id", issuanceId)
                .query("cursor", cursor)
                .query("limit", limit);
        return transport.send(call, new TypeReference<TransferList>() {});
    }

    /** The same, without what may be left out. */
    public TransferList listTransfers(String issuanceId) {
        return listTransfers(issuanceId, null, null);
    }

    /**
     * Retire issued units for somebody.
     *
     * <p>For the owner, signed in with a second factor. <b>Final</b>: from this call on the units are nobody's, and you
     * cannot take them back; only where the ledger has their token deleted before it retired them does it end {@code
     * failed}, and nothing is retired. The answer does not wait for the ledger, which burns them (or moves them to the
     * retirement account) once, under the digest of the statement that this makes. What is sent here becomes public as
     * it is written, under an id that names neither plant nor organisation. Units that were transferred are the
     * receiver's to retire.
     *
     * @param issuanceId Id of the issuance
     * @param idempotencyKey A new one for each order; the same one and content again is the first order, for ever. 1-255 visible ASCII
     *     characters, best as a structured-field string: {@code "8e03978e"}
     * @param retirementRequest what is sent
     */
    public Retirement orderRetirement(String issuanceId, String idempotencyKey, RetirementRequest retirementRequest) {
        Call call = new Call("POST", "/api/v1/issuances/{issuance_id}/retirements")
                .path("issuance_id", issuanceId)
                .header("idempotency-key", idempotencyKey)
                .body(retirementRequest);
        return transport.send(call, new TypeReference<Retirement>() {});
    }

    /**
     * Transfer issued units to an account of the ledger.
     *
     * <p>For the owner, signed in with a second factor. The order is committed and the units are set aside; the answer
     * does not wait for the ledger, which does it once. An account that has no room for the token gets an airdrop,
     * which waits there until its owner claims it ({@code pending_claim}). If the ledger refuses the account for good
     * the units are free again ({@code failed}). Refused (422) with {@code rule} for an account that the ledger does
     * not have, more units than are free, or a halted token.
     *
     * @param issuanceId Id of the issuance
     * @param idempotencyKey A new one for each order; the same one and content again is the first order, for ever. 1-255 visible ASCII
     *     characters, best as a structured-field string: {@code "8e03978e"}
     * @param transferRequest what is sent
     */
    public Transfer orderTransfer(String issuanceId, String idempotencyKey, TransferRequest transferRequest) {
        Call call = new Call("POST", "/api/v1/issuances/{issuance_id}/transfers")
                .path("issuance_id", issuanceId)
                .header("idempotency-key", idempotencyKey)
                .body(transferRequest);
        return transport.send(call, new TypeReference<Transfer>() {});
    }

    /**
     * Take back a transfer that has not arrived.
     *
     * <p>For the owner, signed in with a second factor. Before anything was sent it is cancelled at once. An airdrop that
     * waits is recalled: the ledger decides whether the receiver or the recall was first, and the units are free again
     * only if it was the recall. Again: 200.
     *
     * @param transferId Id of the transfer
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public Transfer recallTransfer(String transferId, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/transfers/{transfer_id}/recall")
                .path("transfer_id", transferId)
                .header("idempotency-key", idempotencyKey);
        return transport.send(call, new TypeReference<Transfer>() {});
    }

    /** The same, without what may be left out. */
    public Transfer recallTransfer(String transferId) {
        return recallTransfer(transferId, null);
    }
}
