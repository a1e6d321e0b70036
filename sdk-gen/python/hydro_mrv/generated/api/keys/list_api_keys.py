from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.api_keys import ApiKeys
from ...types import UNSET, Unset


def _request(
    *,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["cursor"] = cursor

    params["limit"] = limit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/keys",
        "params": params,
    }
    return _kwargs


def _answer(response: httpx.Response) -> ApiKeys:
    if response.status_code == 200:
        response_200 = ApiKeys.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> ApiKeys:
    request = _request(
        cursor=cursor,
        limit=limit,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> ApiKeys:
    request = _request(
        cursor=cursor,
        limit=limit,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
