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
    request = _request(
        level=level,
        index=index,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
