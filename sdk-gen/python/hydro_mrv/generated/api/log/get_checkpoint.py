from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client


def _request() -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/log/checkpoint",
    }
    return _kwargs


def _answer(response: httpx.Response) -> str:
    if response.status_code == 200:
        response_200 = response.text
        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    *,
    client: AuthenticatedClient | Client,
) -> str:
    request = _request()
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
) -> str:
    request = _request()
    return _answer(await client.get_async_httpx_client().request(**request))
