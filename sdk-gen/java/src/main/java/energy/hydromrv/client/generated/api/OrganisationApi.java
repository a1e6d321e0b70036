// Made by `npm run sdk` from openapi/openapi.json. Not to be edited.
package energy.hydromrv.client.generated.api;

import com.fasterxml.jackson.core.type.TypeReference;
import energy.hydromrv.client.Call;
import energy.hydromrv.client.Transport;
import energy.hydromrv.client.generated.model.AdministrativeActPage;
import energy.hydromrv.client.generated.model.Issuer;
import energy.hydromrv.client.generated.model.IssuerRemoved;
import energy.hydromrv.client.generated.model.IssuerRequest;
import energy.hydromrv.client.generated.model.Issuers;
import energy.hydromrv.client.generated.model.Member;
import energy.hydromrv.client.generated.model.MemberInvitation;
import energy.hydromrv.client.generated.model.MemberInvitationWithdrawn;
import energy.hydromrv.client.generated.model.MemberInvitations;
import energy.hydromrv.client.generated.model.MemberRemoved;
import energy.hydromrv.client.generated.model.MemberRequest;
import energy.hydromrv.client.generated.model.MemberRoles;
import energy.hydromrv.client.generated.model.Members;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Operations of the API's part {@code Organisation}. */
@SuppressWarnings("unused")
public final class OrganisationApi {
    private final Transport transport;

    public OrganisationApi(Transport transport) {
        this.transport = transport;
    }

    /**
     * Take tokens of your own OpenID provider.
     *
     * <p>Its tokens then act inside your organisation and nowhere else, with the roles that the map gives for values of a
     * claim. Signature (RSA, EC or EdDSA, by the provider's published keys), {@code iss}, {@code aud}, {@code exp} and
     * {@code nbf} are checked. What verifiers and issuers of credits decide needs a session of this gateway all the
     * same. The provider is fetched at once: it must have a public https address and answer itself.
     *
     * @param issuerRequest what is sent
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public Issuer addIssuer(IssuerRequest issuerRequest, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/oidc-issuers")
                .header("idempotency-key", idempotencyKey)
                .body(issuerRequest);
        return transport.send(call, new TypeReference<Issuer>() {});
    }

    /** The same, without what may be left out. */
    public Issuer addIssuer(IssuerRequest issuerRequest) {
        return addIssuer(issuerRequest, null);
    }

    /**
     * Look at one member.
     *
     * <p>Its {@code ETag} goes into {@code If-Match} of a change.
     *
     * @param userId Id of the member
     */
    public Member getMember(String userId) {
        Call call = new Call("GET", "/api/v1/members/{user_id}")
                .path("user_id", userId);
        return transport.send(call, new TypeReference<Member>() {});
    }

    /**
     * Invite somebody to the organisation.
     *
     * <p>The address gets a link by e-mail; where the gateway sends no mail, its operator prints the link. Whether it has
     * an account is not told. To make a verifier or an issuer you need a session with a second factor.
     *
     * @param memberRequest what is sent
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public MemberInvitation inviteMember(MemberRequest memberRequest, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/members/invitations")
                .header("idempotency-key", idempotencyKey)
                .body(memberRequest);
        return transport.send(call, new TypeReference<MemberInvitation>() {});
    }

    /** The same, without what may be left out. */
    public MemberInvitation inviteMember(MemberRequest memberRequest) {
        return inviteMember(memberRequest, null);
    }

    /**
     * List what was done to your organisation.
     *
     * <p>The audit trail: every act on keys, members and settings, oldest first. Each is put into a chain of the
     * organisation's own, {@code ORGANISATION}, whose records are leaves of the log like a plant's: export and prove
     * them as those ({@code plant_id=ORGANISATION}).
     *
     * @param cursor {@code next_cursor} of the page before, unchanged; null: left out
     * @param limit Most items on a page; null: left out
     */
    public AdministrativeActPage listAdministrativeActs(String cursor, Long limit) {
        Call call = new Call("GET", "/api/v1/acts")
                .query("cursor", cursor)
                .query("limit", limit);
        return transport.send(call, new TypeReference<AdministrativeActPage>() {});
    }

    /** The same, without what may be left out. */
    public AdministrativeActPage listAdministrativeActs() {
        return listAdministrativeActs(null, null);
    }

    /**
     * List the issuers whose tokens act in your organisation.
     *
     * <p>Oldest first.
     *
     * @param cursor {@code next_cursor} of the page before, unchanged; null: left out
     * @param limit Most items on a page; null: left out
     */
    public Issuers listIssuers(String cursor, Long limit) {
        Call call = new Call("GET", "/api/v1/oidc-issuers")
                .query("cursor", cursor)
                .query("limit", limit);
        return transport.send(call, new TypeReference<Issuers>() {});
    }

    /** The same, without what may be left out. */
    public Issuers listIssuers() {
        return listIssuers(null, null);
    }

    /**
     * List who is invited to the organisation and has not answered.
     *
     * <p>Oldest first. Who followed the link is a member; what is over or withdrawn is not listed.
     *
     * @param cursor {@code next_cursor} of the page before, unchanged; null: left out
     * @param limit Most items on a page; null: left out
     */
    public MemberInvitations listMemberInvitations(String cursor, Long limit) {
        Call call = new Call("GET", "/api/v1/members/invitations")
                .query("cursor", cursor)
                .query("limit", limit);
        return transport.send(call, new TypeReference<MemberInvitations>() {});
    }

    /** The same, without what may be left out. */
    public MemberInvitations listMemberInvitations() {
        return listMemberInvitations(null, null);
    }

    /**
     * List the organisation's members.
     *
     * <p>In the order in which they joined.
     *
     * @param cursor {@code next_cursor} of the page before, unchanged; null: left out
     * @param limit Most items on a page; null: left out
     */
    public Members listMembers(String cursor, Long limit) {
        Call call = new Call("GET", "/api/v1/members")
                .query("cursor", cursor)
                .query("limit", limit);
        return transport.send(call, new TypeReference<Members>() {});
    }

    /** The same, without what may be left out. */
    public Members listMembers() {
        return listMembers(null, null);
    }

    /**
     * Take an issuer's tokens no more.
     *
     * <p>From this moment on, tokens that are not over yet too.
     *
     * @param issuerId Id of the issuer
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public IssuerRemoved removeIssuer(String issuerId, String idempotencyKey) {
        Call call = new Call("DELETE", "/api/v1/oidc-issuers/{issuer_id}")
                .path("issuer_id", issuerId)
                .header("idempotency-key", idempotencyKey);
        return transport.send(call, new TypeReference<IssuerRemoved>() {});
    }

    /** The same, without what may be left out. */
    public IssuerRemoved removeIssuer(String issuerId) {
        return removeIssuer(issuerId, null);
    }

    /**
     * Remove a member.
     *
     * <p>Tokens for this organisation are good no more from this moment on. The account and its other organisations stay.
     * The only owner cannot be removed. What the member made does not end, API keys and webhooks for example: {@code
     * left_standing} says what goes on.
     *
     * @param userId Id of the member
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     * @param ifMatch Refused (412) unless this still stands, so that nobody's change is undone unseen: the {@code ETag} as it
     *     came, in its quotes; null: left out
     */
    public MemberRemoved removeMember(String userId, String idempotencyKey, String ifMatch) {
        Call call = new Call("DELETE", "/api/v1/members/{user_id}")
                .path("user_id", userId)
                .header("idempotency-key", idempotencyKey)
                .header("if-match", ifMatch);
        return transport.send(call, new TypeReference<MemberRemoved>() {});
    }

    /** The same, without what may be left out. */
    public MemberRemoved removeMember(String userId) {
        return removeMember(userId, null, null);
    }

    /**
     * Set what a member may do.
     *
     * <p>Holds from the member's next call on. The organisation keeps at least one owner. To make a verifier or an issuer
     * you need a session with a second factor.
     *
     * @param userId Id of the member
     * @param memberRoles what is sent
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     * @param ifMatch Refused (412) unless this still stands, so that nobody's change is undone unseen: the {@code ETag} as it
     *     came, in its quotes; null: left out
     */
    public Member setMemberRoles(String userId, MemberRoles memberRoles, String idempotencyKey, String ifMatch) {
        Call call = new Call("PUT", "/api/v1/members/{user_id}")
                .path("user_id", userId)
                .header("idempotency-key", idempotencyKey)
                .header("if-match", ifMatch)
                .body(memberRoles);
        return transport.send(call, new TypeReference<Member>() {});
    }

    /** The same, without what may be left out. */
    public Member setMemberRoles(String userId, MemberRoles memberRoles) {
        return setMemberRoles(userId, memberRoles, null, null);
    }

    /**
     * Take an invitation to the organisation back.
     *
     * <p>Its link works no more.
     *
     * @param invitationId Id of the invitation
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public MemberInvitationWithdrawn withdrawMemberInvitation(String invitationId, String idempotencyKey) {
        Call call = new Call("DELETE", "/api/v1/members/invitations/{invitation_id}")
                .path("invitation_id", invitationId)
                .header("idempotency-key", idempotencyKey);
        return transport.send(call, new TypeReference<MemberInvitationWithdrawn>() {});
    }

    /** The same, without what may be left out. */
    public MemberInvitationWithdrawn withdrawMemberInvitation(String invitationId) {
        return withdrawMemberInvitation(invitationId, null);
    }
}
