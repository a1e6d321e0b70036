from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.member_removed import MemberRemoved
from ...types import UNSET, Unset


def _request(
    user_id: str,
    *,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["idempotency-key"] = idempotency_key

    if not isinstance(if_match, Unset):
        headers["if-match"] = if_match

    _kwargs: dict[str, Any] = {
        "method": "delete",
        "url": "/api/v1/members/{user_id}".format(
            user_id=quote(str(user_id), safe=""),
        ),
    }
    _kwargs["headers"] = headers
    return _kwargs


def _answer(response: httpx.Response) -> MemberRemoved:
    if response.status_code == 200:
        response_200 = MemberRemoved.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    user_id: str,
    *,
    client: AuthenticatedClient,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
) -> MemberRemoved:
    request = _request(
        user_id=user_id,
        idempotency_key=idempotency_key,
        if_match=if_match,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    user_id: str,
    *,
    client: AuthenticatedClient,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
) -> MemberRemoved:
    request = _request(
        user_id=user_id,
        idempotency_key=idempotency_key,
        if_match=if_match,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
