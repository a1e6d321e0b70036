from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.log_consistency import LogConsistency
from ...types import UNSET


def _request(
    *,
    first: int,
    second: int,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["first"] = first

    params["second"] = second

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/log/consistency",
        "params": params,
    }
    return _kwargs


def _answer(response: httpx.Response) -> LogConsistency:
    if response.status_code == 200:
        response_200 = LogConsistency.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    *,
    client: AuthenticatedClient | Client,
    first: int,
    second: int,
) -> LogConsistency:
    request = _request(
        first=first,
        second=second,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    first: int,
    second: int,
) -> LogConsistency:
    request = _request(
        first=first,
        second=second,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
