from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.member_invitation import MemberInvitation
from ...models.member_request import MemberRequest
from ...types import UNSET, Unset


def _request(
    *,
    body: MemberRequest,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["idempotency-key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/members/invitations",
    }
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def _answer(response: httpx.Response) -> MemberInvitation:
    if response.status_code == 201:
        response_201 = MemberInvitation.from_dict(response.json())

        return response_201

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    *,
    client: AuthenticatedClient,
    body: MemberRequest,
    idempotency_key: str | Unset = UNSET,
) -> MemberInvitation:
    request = _request(
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: MemberRequest,
    idempotency_key: str | Unset = UNSET,
) -> MemberInvitation:
    request = _request(
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
