from io import BytesIO
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...types import File


def _request(
    index: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/log/tile/entries/{index}".format(
            index=quote(str(index), safe=""),
        ),
    }
    return _kwargs


def _answer(response: httpx.Response) -> File:
    if response.status_code == 200:
        response_200 = File(payload=BytesIO(response.content))

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    index: str,
    *,
    client: AuthenticatedClient | Client,
) -> File:
    """Get a bundle of the log's entries.

    C2SP tlog-tiles: up to 256 entries, each behind its length as two bytes, big-endian. An entry is a
    record's commitment, 32 bytes: SHA-256 of the record's exact bytes, which hold a secret salt. It
    says nothing of plant, device or owner.

    Args:
        index (str): Index of the tile in groups of three digits, all but the last behind an `x`
            and before a slash (1234067 is `x001/x234/067`); a partial tile of W hashes adds `.p/W`
    """
    request = _request(
        index=index,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    index: str,
    *,
    client: AuthenticatedClient | Client,
) -> File:
    """The same as ``sync``, for asyncio."""
    request = _request(
        index=index,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
