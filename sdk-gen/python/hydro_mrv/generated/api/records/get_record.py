from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.plant_record import PlantRecord


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


def _answer(response: httpx.Response) -> PlantRecord:
    if response.status_code == 200:
        response_200 = PlantRecord.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    id: str,
    *,
    client: AuthenticatedClient,
) -> PlantRecord:
    request = _request(
        id=id,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    id: str,
    *,
    client: AuthenticatedClient,
) -> PlantRecord:
    request = _request(
        id=id,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
