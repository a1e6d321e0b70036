from typing import Any

from ...client import AuthenticatedClient
from ...models.access_token import AccessToken
from ...models.caller import Caller
from ...models.email_confirmation import EmailConfirmation
from ...models.forgotten_password import ForgottenPassword
from ...models.joined import Joined
from ...models.login import Login
from ...models.organisation_choice import OrganisationChoice
from ...models.password_change import PasswordChange
from ...models.password_reset import PasswordReset
from ...models.recovery_codes import RecoveryCodes
from ...models.refresh_token import RefreshToken
from ...models.registered import Registered
from ...models.registration import Registration
from ...models.second_factor_code import SecondFactorCode
from ...models.second_factor_enrolment import SecondFactorEnrolment
from ...models.second_factor_removal import SecondFactorRemoval
from ...models.second_factor_request import SecondFactorRequest
from ...models.sessions_ended import SessionsEnded
from ...models.tokens import Tokens
from ...types import UNSET, Unset
from . import change_password as _change_password
from . import confirm_email as _confirm_email
from . import confirm_second_factor as _confirm_second_factor
from . import enrol_second_factor as _enrol_second_factor
from . import forgot_password as _forgot_password
from . import get_caller as _get_caller
from . import login as _login
from . import logout as _logout
from . import logout_everywhere as _logout_everywhere
from . import refresh_tokens as _refresh_tokens
from . import register_organisation as _register_organisation
from . import remove_second_factor as _remove_second_factor
from . import reset_password as _reset_password
from . import switch_organisation as _switch_organisation


class Operations:
    """Operations of the API's part "sign_in"."""

    def __init__(self, client: AuthenticatedClient) -> None:
        self._client = client

    def login(
        self,
        *,
        body: Login,
    ) -> Tokens:
        """Sign in.

        Address and password, and a code where the account has a second factor (else the answer is `totp-
        required`). The access token lives for ten minutes; the refresh token brings the next one. After ten
        failures in a row the address has to wait, up to 15 minutes each time, whether it has an account or
        not; after a hundred in an hour, with whatever addresses, the caller's network waits likewise.

        Args:
            body (Login):
        """
        return _login.sync(
            client=self._client,
            body=body,
        )

    def logout(
        self,
        *,
        body: RefreshToken,
    ) -> Any:
        """Sign out.

        Ends the session of the refresh token, with all its tokens, at once. An unknown token gets the same
        answer.

        Args:
            body (RefreshToken):
        """
        return _logout.sync(
            client=self._client,
            body=body,
        )

    def logout_everywhere(
        self,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> SessionsEnded:
        """Sign out everywhere.

        Ends all your sessions, this one too, with all their tokens, on every gateway at once.

        Args:
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
        """
        return _logout_everywhere.sync(
            client=self._client,
            idempotency_key=idempotency_key,
        )

    def get_caller(
        self,
    ) -> Caller:
        """See who you are here.

        The key or the person behind this call, the organisation it is for, and a person's other
        organisations.
        """
        return _get_caller.sync(
            client=self._client,
        )

    def change_password(
        self,
        *,
        body: PasswordChange,
        idempotency_key: str | Unset = UNSET,
    ) -> Any:
        """Change your password.

        Needs the present one. All your other sessions end.

        Args:
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (PasswordChange):
        """
        return _change_password.sync(
            client=self._client,
            body=body,
            idempotency_key=idempotency_key,
        )

    def forgot_password(
        self,
        *,
        body: ForgottenPassword,
    ) -> Any:
        """Ask for a link to set a new password.

        The link goes to the address by e-mail, if it has an account; the answer is the same if not. It
        works once, within an hour. Where the gateway sends no mail, its operator prints the link.

        Args:
            body (ForgottenPassword):
        """
        return _forgot_password.sync(
            client=self._client,
            body=body,
        )

    def reset_password(
        self,
        *,
        body: PasswordReset,
    ) -> Any:
        """Set a new password by a link.

        Ends all sessions of the account and any wait after failed attempts. A second factor stays.

        Args:
            body (PasswordReset):
        """
        return _reset_password.sync(
            client=self._client,
            body=body,
        )

    def refresh_tokens(
        self,
        *,
        body: RefreshToken,
    ) -> Tokens:
        """Get the next pair of tokens.

        A refresh token is good once. One that comes a second time was stolen, or its successor was: the
        session ends, with all its tokens.

        Args:
            body (RefreshToken):
        """
        return _refresh_tokens.sync(
            client=self._client,
            body=body,
        )

    def register_organisation(
        self,
        *,
        body: Registration,
    ) -> Registered:
        """Register an organisation.

        Makes an organisation, its first API key, with which plants and devices can be registered and
        readings be sent at once, and a link for its first user, who becomes owner and operator. The answer
        is the same whether the address has an account already or not. Open, by invitation or closed: the
        gateway's operator decides.

        Args:
            body (Registration):
        """
        return _register_organisation.sync(
            client=self._client,
            body=body,
        )

    def switch_organisation(
        self,
        *,
        body: OrganisationChoice,
        idempotency_key: str | Unset = UNSET,
    ) -> AccessToken:
        """Go on in another of your organisations.

        An access token is for one organisation. This gives one for another of yours, in the same session;
        the refresh token goes on there too.

        Args:
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (OrganisationChoice):
        """
        return _switch_organisation.sync(
            client=self._client,
            body=body,
            idempotency_key=idempotency_key,
        )

    def enrol_second_factor(
        self,
        *,
        body: SecondFactorRequest,
        idempotency_key: str | Unset = UNSET,
    ) -> SecondFactorEnrolment:
        """Enrol a second factor.

        Gives a secret for an authenticator app (TOTP, RFC 6238). Nothing is asked with it until its first
        code confirms it.

        Args:
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (SecondFactorRequest):
        """
        return _enrol_second_factor.sync(
            client=self._client,
            body=body,
            idempotency_key=idempotency_key,
        )

    def confirm_second_factor(
        self,
        *,
        body: SecondFactorCode,
        idempotency_key: str | Unset = UNSET,
    ) -> RecoveryCodes:
        """Confirm the second factor with its first code.

        From now on signing in needs a code. This session counts as one with a second factor at once. Keep
        the recovery codes where the phone is not.

        Args:
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (SecondFactorCode):
        """
        return _confirm_second_factor.sync(
            client=self._client,
            body=body,
            idempotency_key=idempotency_key,
        )

    def remove_second_factor(
        self,
        *,
        body: SecondFactorRemoval,
        idempotency_key: str | Unset = UNSET,
    ) -> Any:
        """Remove the second factor.

        Needs the password and a code, or a recovery code. Recovery codes go with it, and no session of
        yours counts as one with a second factor any more.

        Args:
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (SecondFactorRemoval):
        """
        return _remove_second_factor.sync(
            client=self._client,
            body=body,
            idempotency_key=idempotency_key,
        )

    def confirm_email(
        self,
        *,
        body: EmailConfirmation,
    ) -> Joined:
        """Follow a link that came by e-mail.

        Confirms the address, and adds the organisation that registered or invited it. An address without an
        account gets one, with the password sent here; sign in next. The link works once.

        Args:
            body (EmailConfirmation):
        """
        return _confirm_email.sync(
            client=self._client,
            body=body,
        )


class AsyncOperations:
    """Operations of the API's part "sign_in"."""

    def __init__(self, client: AuthenticatedClient) -> None:
        self._client = client

    async def login(
        self,
        *,
        body: Login,
    ) -> Tokens:
        """Sign in.

        Address and password, and a code where the account has a second factor (else the answer is `totp-
        required`). The access token lives for ten minutes; the refresh token brings the next one. After ten
        failures in a row the address has to wait, up to 15 minutes each time, whether it has an account or
        not; after a hundred in an hour, with whatever addresses, the caller's network waits likewise.

        Args:
            body (Login):
        """
        return await _login.asyncio(
            client=self._client,
            body=body,
        )

    async def logout(
        self,
        *,
        body: RefreshToken,
    ) -> Any:
        """Sign out.

        Ends the session of the refresh token, with all its tokens, at once. An unknown token gets the same
        answer.

        Args:
            body (RefreshToken):
        """
        return await _logout.asyncio(
            client=self._client,
            body=body,
        )

    async def logout_everywhere(
        self,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> SessionsEnded:
        """Sign out everywhere.

        Ends all your sessions, this one too, with all their tokens, on every gateway at once.

        Args:
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
        """
        return await _logout_everywhere.asyncio(
            client=self._client,
            idempotency_key=idempotency_key,
        )

    async def get_caller(
        self,
    ) -> Caller:
        """See who you are here.

        The key or the person behind this call, the organisation it is for, and a person's other
        organisations.
        """
        return await _get_caller.asyncio(
            client=self._client,
        )

    async def change_password(
        self,
        *,
        body: PasswordChange,
        idempotency_key: str | Unset = UNSET,
    ) -> Any:
        """Change your password.

        Needs the present one. All your other sessions end.

        Args:
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (PasswordChange):
        """
        return await _change_password.asyncio(
            client=self._client,
            body=body,
            idempotency_key=idempotency_key,
        )

    async def forgot_password(
        self,
        *,
        body: ForgottenPassword,
    ) -> Any:
        """Ask for a link to set a new password.

        The link goes to the address by e-mail, if it has an account; the answer is the same if not. It
        works once, within an hour. Where the gateway sends no mail, its operator prints the link.

        Args:
            body (ForgottenPassword):
        """
        return await _forgot_password.asyncio(
            client=self._client,
            body=body,
        )

    async def reset_password(
        self,
        *,
        body: PasswordReset,
    ) -> Any:
        """Set a new password by a link.

        Ends all sessions of the account and any wait after failed attempts. A second factor stays.

        Args:
            body (PasswordReset):
        """
        return await _reset_password.asyncio(
            client=self._client,
            body=body,
        )

    async def refresh_tokens(
        self,
        *,
        body: RefreshToken,
    ) -> Tokens:
        """Get the next pair of tokens.

        A refresh token is good once. One that comes a second time was stolen, or its successor was: the
        session ends, with all its tokens.

        Args:
            body (RefreshToken):
        """
        return await _refresh_tokens.asyncio(
            client=self._client,
            body=body,
        )

    async def register_organisation(
        self,
        *,
        body: Registration,
    ) -> Registered:
        """Register an organisation.

        Makes an organisation, its first API key, with which plants and devices can be registered and
        readings be sent at once, and a link for its first user, who becomes owner and operator. The answer
        is the same whether the address has an account already or not. Open, by invitation or closed: the
        gateway's operator decides.

        Args:
            body (Registration):
        """
        return await _register_organisation.asyncio(
            client=self._client,
            body=body,
        )

    async def switch_organisation(
        self,
        *,
        body: OrganisationChoice,
        idempotency_key: str | Unset = UNSET,
    ) -> AccessToken:
        """Go on in another of your organisations.

        An access token is for one organisation. This gives one for another of yours, in the same session;
        the refresh token goes on there too.

        Args:
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (OrganisationChoice):
        """
        return await _switch_organisation.asyncio(
            client=self._client,
            body=body,
            idempotency_key=idempotency_key,
        )

    async def enrol_second_factor(
        self,
        *,
        body: SecondFactorRequest,
        idempotency_key: str | Unset = UNSET,
    ) -> SecondFactorEnrolment:
        """Enrol a second factor.

        Gives a secret for an authenticator app (TOTP, RFC 6238). Nothing is asked with it until its first
        code confirms it.

        Args:
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (SecondFactorRequest):
        """
        return await _enrol_second_factor.asyncio(
            client=self._client,
            body=body,
            idempotency_key=idempotency_key,
        )

    async def confirm_second_factor(
        self,
        *,
        body: SecondFactorCode,
        idempotency_key: str | Unset = UNSET,
    ) -> RecoveryCodes:
        """Confirm the second factor with its first code.

        From now on signing in needs a code. This session counts as one with a second factor at once. Keep
        the recovery codes where the phone is not.

        Args:
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (SecondFactorCode):
        """
        return await _confirm_second_factor.asyncio(
            client=self._client,
            body=body,
            idempotency_key=idempotency_key,
        )

    async def remove_second_factor(
        self,
        *,
        body: SecondFactorRemoval,
        idempotency_key: str | Unset = UNSET,
    ) -> Any:
        """Remove the second factor.

        Needs the password and a code, or a recovery code. Recovery codes go with it, and no session of
        yours counts as one with a second factor any more.

        Args:
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (SecondFactorRemoval):
        """
        return await _remove_second_factor.asyncio(
            client=self._client,
            body=body,
            idempotency_key=idempotency_key,
        )

    async def confirm_email(
        self,
        *,
        body: EmailConfirmation,
    ) -> Joined:
        """Follow a link that came by e-mail.

        Confirms the address, and adds the organisation that registered or invited it. An address without an
        account gets one, with the password sent here; sign in next. The link works once.

        Args:
            body (EmailConfirmation):
        """
        return await _confirm_email.asyncio(
            client=self._client,
            body=body,
        )
