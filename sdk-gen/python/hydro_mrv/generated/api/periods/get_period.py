from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.period import Period


def _request(
    plant_id: str,
    period_id: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/plants/{plant_id}/periods/{period_id}".format(
            plant_id=quote(str(plant_id), safe=""),
            period_id=quote(str(period_id), safe=""),
        ),
    }
    return _kwargs


def _answer(response: httpx.Response) -> Period:
    if response.status_code == 200:
        response_200 = Period.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    plant_id: str,
    period_id: str,
    *,
    client: AuthenticatedClient,
) -> Period:
    request = _request(
        plant_id=plant_id,
        period_id=period_id,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    plant_id: str,
    period_id: str,
    *,
    client: AuthenticatedClient,
) -> Period:
    request = _request(
        plant_id=plant_id,
        period_id=period_id,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
