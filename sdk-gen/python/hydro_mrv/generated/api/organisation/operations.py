from ...client import AuthenticatedClient
from ...models.administrative_act_page import AdministrativeActPage
from ...models.issuer import Issuer
from ...models.issuer_removed import IssuerRemoved
from ...models.issuer_request import IssuerRequest
from ...models.issuers import Issuers
from ...models.member import Member
from ...models.member_invitation import MemberInvitation
from ...models.member_invitation_withdrawn import MemberInvitationWithdrawn
from ...models.member_invitations import MemberInvitations
from ...models.member_removed import MemberRemoved
from ...models.member_request import MemberRequest
from ...models.member_roles import MemberRoles
from ...models.members import Members
from ...types import UNSET, Unset
from . import add_issuer as _add_issuer
from . import get_member as _get_member
from . import invite_member as _invite_member
from . import list_administrative_acts as _list_administrative_acts
from . import list_issuers as _list_issuers
from . import list_member_invitations as _list_member_invitations
from . import list_members as _list_members
from . import remove_issuer as _remove_issuer
from . import remove_member as _remove_member
from . import set_member_roles as _set_member_roles
from . import withdraw_member_invitation as _withdraw_member_invitation


class Operations:
    """Operations of the API's part "organisation"."""

    def __init__(self, client: AuthenticatedClient) -> None:
        self._client = client

    def list_administrative_acts(
        self,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> AdministrativeActPage:
        """List what was done to your organisation.

        The audit trail: every act on keys, members and settings, oldest first. Each is put into a chain of
        the organisation's own, `ORGANISATION`, whose records are leaves of the log like a plant's: export
        and prove them as those (`plant_id=ORGANISATION`).

        Args:
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return _list_administrative_acts.sync(
            client=self._client,
            cursor=cursor,
            limit=limit,
        )

    def list_members(
        self,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> Members:
        """List the organisation's members.

        In the order in which they joined.

        Args:
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return _list_members.sync(
            client=self._client,
            cursor=cursor,
            limit=limit,
        )

    def list_member_invitations(
        self,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> MemberInvitations:
        """List who is invited to the organisation and has not answered.

        Oldest first. Who followed the link is a member; what is over or withdrawn is not listed.

        Args:
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return _list_member_invitations.sync(
            client=self._client,
            cursor=cursor,
            limit=limit,
        )

    def invite_member(
        self,
        *,
        body: MemberRequest,
        idempotency_key: str | Unset = UNSET,
    ) -> MemberInvitation:
        """Invite somebody to the organisation.

        The address gets a link by e-mail; where the gateway sends no mail, its operator prints the link.
        Whether it has an account is not told. To make a verifier or an issuer you need a session with a
        second factor.

        Args:
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (MemberRequest):
        """
        return _invite_member.sync(
            client=self._client,
            body=body,
            idempotency_key=idempotency_key,
        )

    def withdraw_member_invitation(
        self,
        invitation_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> MemberInvitationWithdrawn:
        """Take an invitation to the organisation back.

        Its link works no more.

        Args:
            invitation_id (str): Id of the invitation
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
        """
        return _withdraw_member_invitation.sync(
            client=self._client,
            invitation_id=invitation_id,
            idempotency_key=idempotency_key,
        )

    def get_member(
        self,
        user_id: str,
    ) -> Member:
        """Look at one member.

        Its `ETag` goes into `If-Match` of a change.

        Args:
            user_id (str): Id of the member
        """
        return _get_member.sync(
            client=self._client,
            user_id=user_id,
        )

    def set_member_roles(
        self,
        user_id: str,
        *,
        body: MemberRoles,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
    ) -> Member:
        """Set what a member may do.

        Holds from the member's next call on. The organisation keeps at least one owner. To make a verifier
        or an issuer you need a session with a second factor.

        Args:
            user_id (str): Id of the member
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            if_match (str | Unset): Refused (412) unless this still stands, so that nobody's change is
                undone unseen: the `ETag` as it came, in its quotes
            body (MemberRoles):
        """
        return _set_member_roles.sync(
            client=self._client,
            user_id=user_id,
            body=body,
            idempotency_key=idempotency_key,
            if_match=if_match,
        )

    def remove_member(
        self,
        user_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
    ) -> MemberRemoved:
        """Remove a member.

        Tokens for this organisation are good no more from this moment on. The account and its other
        organisations stay. The only owner cannot be removed. What the member made does not end, API keys
        and webhooks for example: `left_standing` says what goes on.

        Args:
            user_id (str): Id of the member
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            if_match (str | Unset): Refused (412) unless this still stands, so that nobody's change is
                undone unseen: the `ETag` as it came, in its quotes
        """
        return _remove_member.sync(
            client=self._client,
            user_id=user_id,
            idempotency_key=idempotency_key,
            if_match=if_match,
        )

    def list_issuers(
        self,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> Issuers:
        """List the issuers whose tokens act in your organisation.

        Oldest first.

        Args:
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return _list_issuers.sync(
            client=self._client,
            cursor=cursor,
            limit=limit,
        )

    def add_issuer(
        self,
        *,
        body: IssuerRequest,
        idempotency_key: str | Unset = UNSET,
    ) -> Issuer:
        """Take tokens of your own OpenID provider.

        Its tokens then act inside your organisation and nowhere else, with the roles that the map gives for
        values of a claim. Signature (RSA, EC or EdDSA, by the provider's published keys), `iss`, `aud`,
        `exp` and `nbf` are checked. What verifiers and issuers of credits decide needs a session of this
        gateway all the same. The provider is fetched at once: it must have a public https address and
        answer itself.

        Args:
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (IssuerRequest):
        """
        return _add_issuer.sync(
            client=self._client,
            body=body,
            idempotency_key=idempotency_key,
        )

    def remove_issuer(
        self,
        issuer_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> IssuerRemoved:
        """Take an issuer's tokens no more.

        From this moment on, tokens that are not over yet too.

        Args:
            issuer_id (str): Id of the issuer
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
        """
        return _remove_issuer.sync(
            client=self._client,
            issuer_id=issuer_id,
            idempotency_key=idempotency_key,
        )


class AsyncOperations:
    """Operations of the API's part "organisation"."""

    def __init__(self, client: AuthenticatedClient) -> None:
        self._client = client

    async def list_administrative_acts(
        self,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> AdministrativeActPage:
        """List what was done to your organisation.

        The audit trail: every act on keys, members and settings, oldest first. Each is put into a chain of
        the organisation's own, `ORGANISATION`, whose records are leaves of the log like a plant's: export
        and prove them as those (`plant_id=ORGANISATION`).

        Args:
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return await _list_administrative_acts.asyncio(
            client=self._client,
            cursor=cursor,
            limit=limit,
        )

    async def list_members(
        self,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> Members:
        """List the organisation's members.

        In the order in which they joined.

        Args:
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return await _list_members.asyncio(
            client=self._client,
            cursor=cursor,
            limit=limit,
        )

    async def list_member_invitations(
        self,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> MemberInvitations:
        """List who is invited to the organisation and has not answered.

        Oldest first. Who followed the link is a member; what is over or withdrawn is not listed.

        Args:
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return await _list_member_invitations.asyncio(
            client=self._client,
            cursor=cursor,
            limit=limit,
        )

    async def invite_member(
        self,
        *,
        body: MemberRequest,
        idempotency_key: str | Unset = UNSET,
    ) -> MemberInvitation:
        """Invite somebody to the organisation.

        The address gets a link by e-mail; where the gateway sends no mail, its operator prints the link.
        Whether it has an account is not told. To make a verifier or an issuer you need a session with a
        second factor.

        Args:
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (MemberRequest):
        """
        return await _invite_member.asyncio(
            client=self._client,
            body=body,
            idempotency_key=idempotency_key,
        )

    async def withdraw_member_invitation(
        self,
        invitation_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> MemberInvitationWithdrawn:
        """Take an invitation to the organisation back.

        Its link works no more.

        Args:
            invitation_id (str): Id of the invitation
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
        """
        return await _withdraw_member_invitation.asyncio(
            client=self._client,
            invitation_id=invitation_id,
            idempotency_key=idempotency_key,
        )

    async def get_member(
        self,
        user_id: str,
    ) -> Member:
        """Look at one member.

        Its `ETag` goes into `If-Match` of a change.

        Args:
            user_id (str): Id of the member
        """
        return await _get_member.asyncio(
            client=self._client,
            user_id=user_id,
        )

    async def set_member_roles(
        self,
        user_id: str,
        *,
        body: MemberRoles,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
    ) -> Member:
        """Set what a member may do.

        Holds from the member's next call on. The organisation keeps at least one owner. To make a verifier
        or an issuer you need a session with a second factor.

        Args:
            user_id (str): Id of the member
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            if_match (str | Unset): Refused (412) unless this still stands, so that nobody's change is
                undone unseen: the `ETag` as it came, in its quotes
            body (MemberRoles):
        """
        return await _set_member_roles.asyncio(
            client=self._client,
            user_id=user_id,
            body=body,
            idempotency_key=idempotency_key,
            if_match=if_match,
        )

    async def remove_member(
        self,
        user_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
    ) -> MemberRemoved:
        """Remove a member.

        Tokens for this organisation are good no more from this moment on. The account and its other
        organisations stay. The only owner cannot be removed. What the member made does not end, API keys
        and webhooks for example: `left_standing` says what goes on.

        Args:
            user_id (str): Id of the member
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            if_match (str | Unset): Refused (412) unless this still stands, so that nobody's change is
                undone unseen: the `ETag` as it came, in its quotes
        """
        return await _remove_member.asyncio(
            client=self._client,
            user_id=user_id,
            idempotency_key=idempotency_key,
            if_match=if_match,
        )

    async def list_issuers(
        self,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> Issuers:
        """List the issuers whose tokens act in your organisation.

        Oldest first.

        Args:
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return await _list_issuers.asyncio(
            client=self._client,
            cursor=cursor,
            limit=limit,
        )

    async def add_issuer(
        self,
        *,
        body: IssuerRequest,
        idempotency_key: str | Unset = UNSET,
    ) -> Issuer:
        """Take tokens of your own OpenID provider.

        Its tokens then act inside your organisation and nowhere else, with the roles that the map gives for
        values of a claim. Signature (RSA, EC or EdDSA, by the provider's published keys), `iss`, `aud`,
        `exp` and `nbf` are checked. What verifiers and issuers of credits decide needs a session of this
        gateway all the same. The provider is fetched at once: it must have a public https address and
        answer itself.

        Args:
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (IssuerRequest):
        """
        return await _add_issuer.asyncio(
            client=self._client,
            body=body,
            idempotency_key=idempotency_key,
        )

    async def remove_issuer(
        self,
        issuer_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> IssuerRemoved:
        """Take an issuer's tokens no more.

        From this moment on, tokens that are not over yet too.

        Args:
            issuer_id (str): Id of the issuer
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
        """
        return await _remove_issuer.asyncio(
            client=self._client,
            issuer_id=issuer_id,
            idempotency_key=idempotency_key,
        )
