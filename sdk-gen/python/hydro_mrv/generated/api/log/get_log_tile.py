from io import BytesIO
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...types import File


def _request(
    level: str,
    index: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/log/tile/{level}/{index}".format(
            level=quote(str(level), safe=""),
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
    level: str,
    index: str,
    *,
    client: AuthenticatedClient | Client,
) -> File:
    """Get a tile of the log's hash tree.

    C2SP tlog-tiles: up to 256 hashes of 32 bytes. Level 0 holds leaf hashes, each further level the
    roots of full tiles below (RFC 9162, SHA-256). Tiles reach as far as the published checkpoint,
    partial ones of every width up to there.

    Args:
        level (str): 0-63, without leading zeros
        index (str): Index of the tile in groups of three digits, all but the last behind an `x`
            and before a slash (1234067 is `x001/x234/067`); a partial tile of W hashes adds `.p/W`
    """
    request = _request(
        level=level,
        index=index,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    level: str,
    index: str,
    *,
    client: AuthenticatedClient | Client,
) -> File:
    """The same as ``sync``, for asyncio."""
    request = _request(
        level=level,
        index=index,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
