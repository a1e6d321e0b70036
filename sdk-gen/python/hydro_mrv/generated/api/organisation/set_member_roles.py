from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.member import Member
from ...models.member_roles import MemberRoles
from ...types import UNSET, Unset


def _request(
    user_id: str,
    *,
    body: MemberRoles,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["idempotency-key"] = idempotency_key

    if not isinstance(if_match, Unset):
        headers["if-match"] = if_match

    _kwargs: dict[str, Any] = {
        "method": "put",
        "url": "/api/v1/members/{user_id}".format(
            user_id=quote(str(user_id), safe=""),
        ),
    }
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def _answer(response: httpx.Response) -> Member:
    if response.status_code == 200:
        response_200 = Member.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    user_id: str,
    *,
    client: AuthenticatedClient,
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
        if_match (str | Unset): Refused (412) unless this is still the `ETag`: nobody's change is
            undone unseen
        body (MemberRoles):
    """
    request = _request(
        user_id=user_id,
        body=body,
        idempotency_key=idempotency_key,
        if_match=if_match,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    user_id: str,
    *,
    client: AuthenticatedClient,
    body: MemberRoles,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
) -> Member:
    """The same as ``sync``, for asyncio."""
    request = _request(
        user_id=user_id,
        body=body,
        idempotency_key=idempotency_key,
        if_match=if_match,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
