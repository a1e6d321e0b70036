from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.api_key_detail import ApiKeyDetail


def _request(
    key_id: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/keys/{key_id}".format(
            key_id=quote(str(key_id), safe=""),
        ),
    }
    return _kwargs


def _answer(response: httpx.Response) -> ApiKeyDetail:
    if response.status_code == 200:
        response_200 = ApiKeyDetail.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    key_id: str,
    *,
    client: AuthenticatedClient,
) -> ApiKeyDetail:
    request = _request(
        key_id=key_id,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    key_id: str,
    *,
    client: AuthenticatedClient,
) -> ApiKeyDetail:
    request = _request(
        key_id=key_id,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
