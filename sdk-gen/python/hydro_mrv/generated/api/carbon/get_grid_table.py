from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.grid_table import GridTable


def _request(
    table_id: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/carbon/grid-tables/{table_id}".format(
            table_id=quote(str(table_id), safe=""),
        ),
    }
    return _kwargs


def _answer(response: httpx.Response) -> GridTable:
    if response.status_code == 200:
        response_200 = GridTable.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    table_id: str,
    *,
    client: AuthenticatedClient,
) -> GridTable:
    request = _request(
        table_id=table_id,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    table_id: str,
    *,
    client: AuthenticatedClient,
) -> GridTable:
    request = _request(
        table_id=table_id,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
