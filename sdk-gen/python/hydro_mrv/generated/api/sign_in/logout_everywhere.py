from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.sessions_ended import SessionsEnded
from ...types import UNSET, Unset


def _request(
    *,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["idempotency-key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/auth/logout-everywhere",
    }
    _kwargs["headers"] = headers
    return _kwargs


def _answer(response: httpx.Response) -> SessionsEnded:
    if response.status_code == 200:
        response_200 = SessionsEnded.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    *,
    client: AuthenticatedClient,
    idempotency_key: str | Unset = UNSET,
) -> SessionsEnded:
    request = _request(
        idempotency_key=idempotency_key,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    *,
    client: AuthenticatedClient,
    idempotency_key: str | Unset = UNSET,
) -> SessionsEnded:
    request = _request(
        idempotency_key=idempotency_key,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
