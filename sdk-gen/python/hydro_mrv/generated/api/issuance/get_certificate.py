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
    """Get the certificate that an NFT points to.

    Public: the HIP-412 document of one issuance, byte for byte, for ever. Its address is the metadata
    of an NFT and ends in the SHA-256 of these bytes. It names no plant, organisation or person.

    Args:
        sha256 (str): Of the document's bytes
    """
    request = _request(
        sha256=sha256,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    sha256: str,
    *,
    client: AuthenticatedClient | Client,
) -> Certificate:
    """The same as ``sync``, for asyncio."""
    request = _request(
        sha256=sha256,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
