from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.retirement_page import RetirementPage
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
        "url": "/api/v1/retirements",
        "params": params,
    }
    return _kwargs


def _answer(response: httpx.Response) -> RetirementPage:
    if response.status_code == 200:
        response_200 = RetirementPage.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    *,
    client: AuthenticatedClient | Client,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> RetirementPage:
    request = _request(
        cursor=cursor,
        limit=limit,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> RetirementPage:
    request = _request(
        cursor=cursor,
        limit=limit,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
