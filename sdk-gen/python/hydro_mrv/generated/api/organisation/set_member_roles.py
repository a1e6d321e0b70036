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
    request = _request(
        user_id=user_id,
        body=body,
        idempotency_key=idempotency_key,
        if_match=if_match,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
