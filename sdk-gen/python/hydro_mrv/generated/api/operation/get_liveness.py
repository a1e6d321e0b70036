from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.get_liveness_response_200 import GetLivenessResponse200


def _request() -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/health/live",
    }
    return _kwargs


def _answer(response: httpx.Response) -> GetLivenessResponse200:
    if response.status_code == 200:
        response_200 = GetLivenessResponse200.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    *,
    client: AuthenticatedClient | Client,
) -> GetLivenessResponse200:
    request = _request()
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
) -> GetLivenessResponse200:
    request = _request()
    return _answer(await client.get_async_httpx_client().request(**request))
