from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.record import Record


def _request(
    id: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/records/{id}".format(
            id=quote(str(id), safe=""),
        ),
    }
    return _kwargs


def _answer(response: httpx.Response) -> Record:
    if response.status_code == 200:
        response_200 = Record.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    id: str,
    *,
    client: AuthenticatedClient,
) -> Record:
    """Look at one record.

    The record with its verdict, carbon estimate and how far its anchoring has got.

    Args:
        id (str): Random: says nothing of order, number or plant
    """
    request = _request(
        id=id,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    id: str,
    *,
    client: AuthenticatedClient,
) -> Record:
    """The same as ``sync``, for asyncio."""
    request = _request(
        id=id,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
