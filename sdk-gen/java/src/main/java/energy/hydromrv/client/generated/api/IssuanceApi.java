// Made by `npm run sdk` from openapi/openapi.json. Not to be edited.
package energy.hydromrv.client.generated.api;

import com.fasterxml.jackson.core.type.TypeReference;
import energy.hydromrv.client.Call;
import energy.hydromrv.client.Transport;
import energy.hydromrv.client.generated.model.AccreditationList;
import energy.hydromrv.client.generated.model.Certificate;
import energy.hydromrv.client.generated.model.Claim;
import energy.hydromrv.client.generated.model.ClaimList;
import energy.hydromrv.client.generated.model.ClaimRequest;
import energy.hydromrv.client.generated.model.Invitation;
import energy.hydromrv.client.generated.model.InvitationList;
import energy.hydromrv.client.generated.model.InvitationRequest;
import energy.hydromrv.client.generated.model.Issuance;
import energy.hydromrv.client.generated.model.IssuanceList;
import energy.hydromrv.client.generated.model.MeterClashList;
import energy.hydromrv.client.generated.model.Period;
import energy.hydromrv.client.generated.model.PeriodStatement;
import energy.hydromrv.client.generated.model.TokenList;
import energy.hydromrv.client.generated.model.VerificationRequest;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Operations of the API's part {@code Issuance}. */
@SuppressWarnings("unused")
public final class IssuanceApi {
    private final Transport transport;

    public IssuanceApi(Transport transport) {
        this.transport = transport;
    }

    /**
     * Accept a verified statement for issue.
     *
     * <p>For keys with the role {@code issuer} of an organisation that is invited as the period's issuer, accredited for
     * the rulebook, and neither its operator nor its verifier. What an issuer approved that is invited no more, another
     * one approves in its place. Again: 200.
     *
     * @param issuanceId Id of the issuance
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public Issuance approveIssuance(String issuanceId, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/issuances/{issuance_id}/approval")
                .path("issuance_id", issuanceId)
                .header("idempotency-key", idempotencyKey);
        return transport.send(call, new TypeReference<Issuance>() {});
    }

    /** The same, without what may be left out. */
    public Issuance approveIssuance(String issuanceId) {
        return approveIssuance(issuanceId, null);
    }

    /**
     * Get the records of the period you are invited to, byte for byte.
     *
     * <p>Readings and corrections that end in the period, what reviews made of them, and every configuration of the plant,
     * in order of acceptance, one a line. Records of other days are left out, so {@code seq} has gaps; the log proves
     * each line by itself.
     *
     * @param invitationId Id of the invitation
     */
    public byte[] exportInvitedRecords(String invitationId) {
        Call call = new Call("GET", "/api/v1/invitations/{invitation_id}/records")
                .path("invitation_id", invitationId);
        return transport.send(call, new TypeReference<byte[]>() {});
    }

    /**
     * Get the certificate that an NFT points to.
     *
     * <p>Public: the HIP-412 document of one issuance, byte for byte, for ever. Its address is the metadata of an NFT and
     * ends in the SHA-256 of these bytes. It names no plant, organisation or person. A browser that follows the link
     * gets a page that says what it shows and what not, and holds the document.
     *
     * @param sha256 Of the document's bytes
     */
    public Certificate getCertificate(String sha256) {
        Call call = new Call("GET", "/c/{sha256}")
                .path("sha256", sha256);
        return transport.send(call, new TypeReference<Certificate>() {});
    }

    /**
     * Get the newest evidence bundle of the period you are invited to.
     *
     * <p>As its own organisation gets it. Beside the period it holds the records back to the closing from which everything
     * can be recomputed.
     *
     * @param invitationId Id of the invitation
     */
    public byte[] getInvitedBundle(String invitationId) {
        Call call = new Call("GET", "/api/v1/invitations/{invitation_id}/bundle")
                .path("invitation_id", invitationId);
        return transport.send(call, new TypeReference<byte[]>() {});
    }

    /**
     * Look at the period you are invited to.
     *
     * <p>As its own organisation sees it; a statement's link leads to its bytes as a guest reads them. Those of its record
     * and proof lead nowhere for a guest: a bundle holds both, and {@code /records} the readings.
     *
     * @param invitationId Id of the invitation
     */
    public Period getInvitedPeriod(String invitationId) {
        Call call = new Call("GET", "/api/v1/invitations/{invitation_id}/period")
                .path("invitation_id", invitationId);
        return transport.send(call, new TypeReference<Period>() {});
    }

    /**
     * Get a statement of the period you are invited to, byte for byte.
     *
     * <p>Its canonical (RFC 8785) bytes: what a verifier's Ed25519 signature covers.
     *
     * @param invitationId Id of the invitation
     * @param statementNo Number of the statement in its period, from 1
     */
    public PeriodStatement getInvitedStatement(String invitationId, Long statementNo) {
        Call call = new Call("GET", "/api/v1/invitations/{invitation_id}/statements/{statement_no}")
                .path("invitation_id", invitationId)
                .path("statement_no", statementNo);
        return transport.send(call, new TypeReference<PeriodStatement>() {});
    }

    /**
     * Look at one issuance.
     *
     * <p>Where it stands, who took which step under which accreditation, and how far the ledger has got.
     *
     * @param issuanceId Id of the issuance
     */
    public Issuance getIssuance(String issuanceId) {
        Call call = new Call("GET", "/api/v1/issuances/{issuance_id}")
                .path("issuance_id", issuanceId);
        return transport.send(call, new TypeReference<Issuance>() {});
    }

    /**
     * Invite another organisation to one period.
     *
     * <p>The owner lets an organisation look at this period of this plant, and nothing else, as its verifier, its issuer
     * or an auditor. Whether that organisation exists is not told. The same invitation again answers 200.
     *
     * @param plantId Id of the plant, as it was registered
     * @param periodId Id of the monitoring period
     * @param invitationRequest what is sent
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public Invitation inviteToPeriod(String plantId, String periodId, InvitationRequest invitationRequest, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/plants/{plant_id}/periods/{period_id}/invitations")
                .path("plant_id", plantId)
                .path("period_id", periodId)
                .header("idempotency-key", idempotencyKey)
                .body(invitationRequest);
        return transport.send(call, new TypeReference<Invitation>() {});
    }

    /** The same, without what may be left out. */
    public Invitation inviteToPeriod(String plantId, String periodId, InvitationRequest invitationRequest) {
        return inviteToPeriod(plantId, periodId, invitationRequest, null);
    }

    /**
     * List who may verify and issue, by key.
     *
     * <p>Public: rulebook, role, public key and validity of every accreditation the registrar of this gateway has given.
     * Each is a record of the registrar's chain and a leaf of the log. Who holds it is told by its holder, and by the
     * evidence of what was issued under it.
     *
     * @param rulebook Id of a rulebook: only what is of this one; null: left out
     * @param cursor {@code next_cursor} of the page before, unchanged; null: left out
     * @param limit Most items on a page; null: left out
     */
    public AccreditationList listAccreditations(String rulebook, String cursor, Long limit) {
        Call call = new Call("GET", "/api/v1/accreditations")
                .query("rulebook", rulebook)
                .query("cursor", cursor)
                .query("limit", limit);
        return transport.send(call, new TypeReference<AccreditationList>() {});
    }

    /** The same, without what may be left out. */
    public AccreditationList listAccreditations() {
        return listAccreditations(null, null, null);
    }

    /**
     * List what of a plant was claimed under other programmes.
     *
     * <p>In the order of their days, those that were taken back included. Follow {@code next_cursor}, or the Link header.
     *
     * @param plantId Id of the plant, as it was registered
     * @param cursor {@code next_cursor} of the page before, unchanged; null: left out
     * @param limit Most items on a page; null: left out
     */
    public ClaimList listClaims(String plantId, String cursor, Long limit) {
        Call call = new Call("GET", "/api/v1/plants/{plant_id}/claims")
                .path("plant_id", plantId)
                .query("cursor", cursor)
                .query("limit", limit);
        return transport.send(call, new TypeReference<ClaimList>() {});
    }

    /** The same, without what may be left out. */
    public ClaimList listClaims(String plantId) {
        return listClaims(plantId, null, null);
    }

    /**
     * List issuances that your organisation has to do with.
     *
     * <p>Those of its own plants and of periods it is invited to, by organisation, plant and time of request. Follow
     * {@code next_cursor}, or the Link header.
     *
     * @param cursor {@code next_cursor} of the page before, unchanged; null: left out
     * @param limit Most items on a page; null: left out
     */
    public IssuanceList listIssuances(String cursor, Long limit) {
        Call call = new Call("GET", "/api/v1/issuances")
                .query("cursor", cursor)
                .query("limit", limit);
        return transport.send(call, new TypeReference<IssuanceList>() {});
    }

    /** The same, without what may be left out. */
    public IssuanceList listIssuances() {
        return listIssuances(null, null);
    }

    /**
     * List meters that were registered at two plants.
     *
     * <p>For the registrar only: it names plants of several organisations. The decision is made on the gateway's machine
     * ({@code npm run admin -- clash resolve}).
     *
     * @param cursor {@code next_cursor} of the page before, unchanged; null: left out
     * @param limit Most items on a page; null: left out
     */
    public MeterClashList listMeterClashes(String cursor, Long limit) {
        Call call = new Call("GET", "/api/v1/registrar/meter-clashes")
                .query("cursor", cursor)
                .query("limit", limit);
        return transport.send(call, new TypeReference<MeterClashList>() {});
    }

    /** The same, without what may be left out. */
    public MeterClashList listMeterClashes() {
        return listMeterClashes(null, null);
    }

    /**
     * List who is invited to a period.
     *
     * <p>Oldest first, those that were withdrawn included. Follow {@code next_cursor}, or the Link header.
     *
     * @param plantId Id of the plant, as it was registered
     * @param periodId Id of the monitoring period
     * @param cursor {@code next_cursor} of the page before, unchanged; null: left out
     * @param limit Most items on a page; null: left out
     */
    public InvitationList listPeriodInvitations(String plantId, String periodId, String cursor, Long limit) {
        Call call = new Call("GET", "/api/v1/plants/{plant_id}/periods/{period_id}/invitations")
                .path("plant_id", plantId)
                .path("period_id", periodId)
                .query("cursor", cursor)
                .query("limit", limit);
        return transport.send(call, new TypeReference<InvitationList>() {});
    }

    /** The same, without what may be left out. */
    public InvitationList listPeriodInvitations(String plantId, String periodId) {
        return listPeriodInvitations(plantId, periodId, null, null);
    }

    /**
     * List the periods your organisation is invited to.
     *
     * <p>Standing invitations by other organisations, oldest first. Follow {@code next_cursor}, or the Link header.
     *
     * @param cursor {@code next_cursor} of the page before, unchanged; null: left out
     * @param limit Most items on a page; null: left out
     */
    public InvitationList listReceivedInvitations(String cursor, Long limit) {
        Call call = new Call("GET", "/api/v1/invitations")
                .query("cursor", cursor)
                .query("limit", limit);
        return transport.send(call, new TypeReference<InvitationList>() {});
    }

    /** The same, without what may be left out. */
    public InvitationList listReceivedInvitations() {
        return listReceivedInvitations(null, null);
    }

    /**
     * List the tokens that issued units are kept in.
     *
     * <p>Public: fungible tokens, for each rulebook, vintage and unit one after the other as each is full, and a
     * collection of NFTs where issuances get certificates; each with its place on the ledger and what the last
     * reconciliation of the ledger with the statements found. No credit of a programme.
     *
     * @param cursor {@code next_cursor} of the page before, unchanged; null: left out
     * @param limit Most items on a page; null: left out
     */
    public TokenList listTokens(String cursor, Long limit) {
        Call call = new Call("GET", "/api/v1/tokens")
                .query("cursor", cursor)
                .query("limit", limit);
        return transport.send(call, new TypeReference<TokenList>() {});
    }

    /** The same, without what may be left out. */
    public TokenList listTokens() {
        return listTokens(null, null);
    }

    /**
     * Have an approved issuance minted.
     *
     * <p>Commits the mint: from here on there is no way back, and the ledger does it once. The answer does not wait for
     * it; {@code state} becomes {@code issued} when the last part is on the ledger. Again: 200 with the same mint.
     *
     * @param issuanceId Id of the issuance
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public Issuance mintIssuance(String issuanceId, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/issuances/{issuance_id}/mint")
                .path("issuance_id", issuanceId)
                .header("idempotency-key", idempotencyKey);
        return transport.send(call, new TypeReference<Issuance>() {});
    }

    /** The same, without what may be left out. */
    public Issuance mintIssuance(String issuanceId) {
        return mintIssuance(issuanceId, null);
    }

    /**
     * Record that MWh were claimed under another programme.
     *
     * <p>Certificates such as I-REC(E), or credits elsewhere, for whole local days of a plant: a record of its chain. What
     * is claimed is not issued here, and a request that waits for it is void; what is issued here, or on its way,
     * cannot be claimed any more (422 with {@code rule} and {@code clause}). The same claim again answers 200; one of
     * other days or energy under the same {@code reference} and {@code from} is refused (409). Only the registrar takes
     * one back.
     *
     * @param plantId Id of the plant, as it was registered
     * @param claimRequest what is sent
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public Claim recordClaim(String plantId, ClaimRequest claimRequest, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/plants/{plant_id}/claims")
                .path("plant_id", plantId)
                .header("idempotency-key", idempotencyKey)
                .body(claimRequest);
        return transport.send(call, new TypeReference<Claim>() {});
    }

    /** The same, without what may be left out. */
    public Claim recordClaim(String plantId, ClaimRequest claimRequest) {
        return recordClaim(plantId, claimRequest, null);
    }

    /**
     * Ask for a period's newest statement to be verified and issued.
     *
     * <p>The operator's step. A verifier and an issuer of two other organisations, invited by the owner and accredited for
     * the rulebook, take the next ones. Asked again, there is one request; an amendment of the period or a claim on its
     * MWh elsewhere ends it. Refused (422) with {@code rule} and {@code clause} where MWh of the period are claimed
     * elsewhere, a meter's serial is active in another plant, or the statement rests on records that count no more.
     *
     * @param plantId Id of the plant, as it was registered
     * @param periodId Id of the monitoring period
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public Issuance requestIssuance(String plantId, String periodId, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/plants/{plant_id}/periods/{period_id}/issuances")
                .path("plant_id", plantId)
                .path("period_id", periodId)
                .header("idempotency-key", idempotencyKey);
        return transport.send(call, new TypeReference<Issuance>() {});
    }

    /** The same, without what may be left out. */
    public Issuance requestIssuance(String plantId, String periodId) {
        return requestIssuance(plantId, periodId, null);
    }

    /**
     * Sign a statement, or reject it.
     *
     * <p>For keys with the role {@code verifier} of an organisation that is invited to the period as its verifier and
     * accredited for the rulebook now. The signature is made off the gateway over the statement's exact bytes ({@code
     * npm run audit -- sign FILE}, or any Ed25519 tool) and held against the accredited keys. The same finding again
     * answers 200.
     *
     * @param issuanceId Id of the issuance
     * @param verificationRequest what is sent
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public Issuance verifyIssuance(String issuanceId, VerificationRequest verificationRequest, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/issuances/{issuance_id}/verification")
                .path("issuance_id", issuanceId)
                .header("idempotency-key", idempotencyKey)
                .body(verificationRequest);
        return transport.send(call, new TypeReference<Issuance>() {});
    }

    /** The same, without what may be left out. */
    public Issuance verifyIssuance(String issuanceId, VerificationRequest verificationRequest) {
        return verifyIssuance(issuanceId, verificationRequest, null);
    }

    /**
     * Take an invitation back.
     *
     * <p>Its guest sees the period no more; the steps it took stay. Again: nothing changes.
     *
     * @param plantId Id of the plant, as it was registered
     * @param periodId Id of the monitoring period
     * @param invitationId Id of the invitation
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public Invitation withdrawInvitation(String plantId, String periodId, String invitationId, String idempotencyKey) {
        Call call = new Call("DELETE", "/api/v1/plants/{plant_id}/periods/{period_id}/invitations/{invitation_id}")
                .path("plant_id", plantId)
                .path("period_id", periodId)
                .path("invitation_id", invitationId)
                .header("idempotency-key", idempotencyKey);
        return transport.send(call, new TypeReference<Invitation>() {});
    }

    /** The same, without what may be left out. */
    public Invitation withdrawInvitation(String plantId, String periodId, String invitationId) {
        return withdrawInvitation(plantId, periodId, invitationId, null);
    }
}
