from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.sample_page import SamplePage
from ...types import UNSET, Unset


def _request(
    id: str,
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
        "url": "/api/v1/records/{id}/samples".format(
            id=quote(str(id), safe=""),
        ),
        "params": params,
    }
    return _kwargs


def _answer(response: httpx.Response) -> SamplePage:
    if response.status_code == 200:
        response_200 = SamplePage.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    id: str,
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> SamplePage:
    request = _request(
        id=id,
        cursor=cursor,
        limit=limit,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    id: str,
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> SamplePage:
    request = _request(
        id=id,
        cursor=cursor,
        limit=limit,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
