from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.issuance import Issuance


def _request(
    issuance_id: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/issuances/{issuance_id}".format(
            issuance_id=quote(str(issuance_id), safe=""),
        ),
    }
    return _kwargs


def _answer(response: httpx.Response) -> Issuance:
    if response.status_code == 200:
        response_200 = Issuance.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    issuance_id: str,
    *,
    client: AuthenticatedClient,
) -> Issuance:
    request = _request(
        issuance_id=issuance_id,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    issuance_id: str,
    *,
    client: AuthenticatedClient,
) -> Issuance:
    request = _request(
        issuance_id=issuance_id,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
