// Made by `npm run sdk` from openapi/openapi.json. Not to be edited.
package energy.hydromrv.client.generated.api;

import com.fasterxml.jackson.core.type.TypeReference;
import energy.hydromrv.client.Call;
import energy.hydromrv.client.Transport;
import energy.hydromrv.client.generated.model.AccessToken;
import energy.hydromrv.client.generated.model.Caller;
import energy.hydromrv.client.generated.model.EmailConfirmation;
import energy.hydromrv.client.generated.model.ForgottenPassword;
import energy.hydromrv.client.generated.model.Joined;
import energy.hydromrv.client.generated.model.Login;
import energy.hydromrv.client.generated.model.OrganisationChoice;
import energy.hydromrv.client.generated.model.PasswordChange;
import energy.hydromrv.client.generated.model.PasswordReset;
import energy.hydromrv.client.generated.model.RecoveryCodes;
import energy.hydromrv.client.generated.model.RefreshToken;
import energy.hydromrv.client.generated.model.Registered;
import energy.hydromrv.client.generated.model.Registration;
import energy.hydromrv.client.generated.model.SecondFactorCode;
import energy.hydromrv.client.generated.model.SecondFactorEnrolment;
import energy.hydromrv.client.generated.model.SecondFactorRemoval;
import energy.hydromrv.client.generated.model.SecondFactorRequest;
import energy.hydromrv.client.generated.model.SessionsEnded;
import energy.hydromrv.client.generated.model.Tokens;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Operations of the API's part {@code SignIn}. */
@SuppressWarnings("unused")
public final class SignInApi {
    private final Transport transport;

    public SignInApi(Transport transport) {
        this.transport = transport;
    }

    /**
     * Change your password.
     *
     * <p>Needs the present one. All your other sessions end.
     *
     * @param passwordChange what is sent
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public void changePassword(PasswordChange passwordChange, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/auth/password/change")
                .header("idempotency-key", idempotencyKey)
                .body(passwordChange);
        transport.send(call, new TypeReference<Void>() {});
    }

    /** The same, without what may be left out. */
    public void changePassword(PasswordChange passwordChange) {
        changePassword(passwordChange, null);
    }

    /**
     * Follow a link that came by e-mail.
     *
     * <p>Confirms the address, and adds the organisation that registered or invited it. An address without an account gets
     * one, with the password sent here; sign in next. The link works once.
     *
     * @param emailConfirmation what is sent
     */
    public Joined confirmEmail(EmailConfirmation emailConfirmation) {
        Call call = new Call("POST", "/api/v1/auth/verify-email")
                .body(emailConfirmation);
        return transport.send(call, new TypeReference<Joined>() {});
    }

    /**
     * Confirm the second factor with its first code.
     *
     * <p>From now on signing in needs a code. This session counts as one with a second factor at once. Keep the recovery
     * codes where the phone is not.
     *
     * @param secondFactorCode what is sent
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public RecoveryCodes confirmSecondFactor(SecondFactorCode secondFactorCode, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/auth/totp/confirm")
                .header("idempotency-key", idempotencyKey)
                .body(secondFactorCode);
        return transport.send(call, new TypeReference<RecoveryCodes>() {});
    }

    /** The same, without what may be left out. */
    public RecoveryCodes confirmSecondFactor(SecondFactorCode secondFactorCode) {
        return confirmSecondFactor(secondFactorCode, null);
    }

    /**
     * Enrol a second factor.
     *
     * <p>Gives a secret for an authenticator app (TOTP, RFC 6238). Nothing is asked with it until its first code confirms
     * it.
     *
     * @param secondFactorRequest what is sent
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public SecondFactorEnrolment enrolSecondFactor(SecondFactorRequest secondFactorRequest, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/auth/totp")
                .header("idempotency-key", idempotencyKey)
                .body(secondFactorRequest);
        return transport.send(call, new TypeReference<SecondFactorEnrolment>() {});
    }

    /** The same, without what may be left out. */
    public SecondFactorEnrolment enrolSecondFactor(SecondFactorRequest secondFactorRequest) {
        return enrolSecondFactor(secondFactorRequest, null);
    }

    /**
     * Ask for a link to set a new password.
     *
     * <p>The link goes to the address by e-mail, if it has an account; the answer is the same if not. It works once,
     * within an hour. Where the gateway sends no mail, its operator prints the link.
     *
     * @param forgottenPassword what is sent
     */
    public void forgotPassword(ForgottenPassword forgottenPassword) {
        Call call = new Call("POST", "/api/v1/auth/password/forgot")
                .body(forgottenPassword);
        transport.send(call, new TypeReference<Void>() {});
    }

    /**
     * See who you are here.
     *
     * <p>The key or the person behind this call, the organisation it is for, and a person's other organisations.
     *
     */
    public Caller getCaller() {
        Call call = new Call("GET", "/api/v1/auth/me");
        return transport.send(call, new TypeReference<Caller>() {});
    }

    /**
     * Sign in.
     *
     * <p>Address and password, and a code where the account has a second factor (else the answer is {@code
     * totp-required}). The access token lives for ten minutes; the refresh token brings the next one. After ten
     * failures in a row the address has to wait, up to 15 minutes each time, whether it has an account or not; after a
     * hundred in an hour, with whatever addresses, the caller's network waits likewise.
     *
     * @param login what is sent
     */
    public Tokens login(Login login) {
        Call call = new Call("POST", "/api/v1/auth/login")
                .body(login);
        return transport.send(call, new TypeReference<Tokens>() {});
    }

    /**
     * Sign out.
     *
     * <p>Ends the session of the refresh token, with all its tokens, at once. An unknown token gets the same answer.
     *
     * @param refreshToken what is sent
     */
    public void logout(RefreshToken refreshToken) {
        Call call = new Call("POST", "/api/v1/auth/logout")
                .body(refreshToken);
        transport.send(call, new TypeReference<Void>() {});
    }

    /**
     * Sign out everywhere.
     *
     * <p>Ends all your sessions, this one too, with all their tokens, on every gateway at once.
     *
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public SessionsEnded logoutEverywhere(String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/auth/logout-everywhere")
                .header("idempotency-key", idempotencyKey);
        return transport.send(call, new TypeReference<SessionsEnded>() {});
    }

    /** The same, without what may be left out. */
    public SessionsEnded logoutEverywhere() {
        return logoutEverywhere(null);
    }

    /**
     * Get the next pair of tokens.
     *
     * <p>A refresh token is good once. One that comes a second time was stolen, or its successor was: the session ends,
     * with all its tokens.
     *
     * @param refreshToken what is sent
     */
    public Tokens refreshTokens(RefreshToken refreshToken) {
        Call call = new Call("POST", "/api/v1/auth/refresh")
                .body(refreshToken);
        return transport.send(call, new TypeReference<Tokens>() {});
    }

    /**
     * Register an organisation.
     *
     * <p>Makes an organisation, its first API key, with which plants and devices can be registered and readings be sent at
     * once, and a link for its first user, who becomes owner and operator. The answer is the same whether the address
     * has an account already or not. Open, by invitation or closed: the gateway's operator decides.
     *
     * @param registration what is sent
     */
    public Registered registerOrganisation(Registration registration) {
        Call call = new Call("POST", "/api/v1/auth/register")
                .body(registration);
        return transport.send(call, new TypeReference<Registered>() {});
    }

    /**
     * Remove the second factor.
     *
     * <p>Needs the password and a code, or a recovery code. Recovery codes go with it, and no session of yours counts as
     * one with a second factor any more.
     *
     * @param secondFactorRemoval what is sent
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public void removeSecondFactor(SecondFactorRemoval secondFactorRemoval, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/auth/totp/remove")
                .header("idempotency-key", idempotencyKey)
                .body(secondFactorRemoval);
        transport.send(call, new TypeReference<Void>() {});
    }

    /** The same, without what may be left out. */
    public void removeSecondFactor(SecondFactorRemoval secondFactorRemoval) {
        removeSecondFactor(secondFactorRemoval, null);
    }

    /**
     * Set a new password by a link.
     *
     * <p>Ends all sessions of the account and any wait after failed attempts. A second factor stays.
     *
     * @param passwordReset what is sent
     */
    public void resetPassword(PasswordReset passwordReset) {
        Call call = new Call("POST", "/api/v1/auth/password/reset")
                .body(passwordReset);
        transport.send(call, new TypeReference<Void>() {});
    }

    /**
     * Go on in another of your organisations.
     *
     * <p>An access token is for one organisation. This gives one for another of yours, in the same session; the refresh
     * token goes on there too.
     *
     * @param organisationChoice what is sent
     * @param idempotencyKey Makes the call safe to repeat for 24 h: 1-255 visible ASCII characters, best as a structured-field string:
     *     {@code "8e03978e"}. The same key with the same path and body gets the first answer again; null: left out
     */
    public AccessToken switchOrganisation(OrganisationChoice organisationChoice, String idempotencyKey) {
        Call call = new Call("POST", "/api/v1/auth/switch")
                .header("idempotency-key", idempotencyKey)
                .body(organisationChoice);
        return transport.send(call, new TypeReference<AccessToken>() {});
    }

    /** The same, without what may be left out. */
    public AccessToken switchOrganisation(OrganisationChoice organisationChoice) {
        return switchOrganisation(organisationChoice, null);
    }
}
