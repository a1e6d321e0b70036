from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.registered import Registered
from ...models.registration import Registration


def _request(
    *,
    body: Registration,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/auth/register",
    }
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def _answer(response: httpx.Response) -> Registered:
    if response.status_code == 201:
        response_201 = Registered.from_dict(response.json())

        return response_201

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    *,
    client: AuthenticatedClient | Client,
    body: Registration,
) -> Registered:
    request = _request(
        body=body,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: Registration,
) -> Registered:
    request = _request(
        body=body,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
