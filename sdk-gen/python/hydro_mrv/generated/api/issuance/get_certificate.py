from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.certificate import Certificate


def _request(
    sha256: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/c/{sha256}".format(
            sha256=quote(str(sha256), safe=""),
        ),
    }
    return _kwargs


def _answer(response: httpx.Response) -> Certificate:
    if response.status_code == 200:
        response_200 = Certificate.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    sha256: str,
    *,
    client: AuthenticatedClient | Client,
) -> Certificate:
    request = _request(
        sha256=sha256,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    sha256: str,
    *,
    client: AuthenticatedClient | Client,
) -> Certificate:
    request = _request(
        sha256=sha256,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
