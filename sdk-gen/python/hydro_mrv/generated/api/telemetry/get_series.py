from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.series import Series
from ...types import UNSET, Unset


def _request(
    plant_id: str,
    *,
    metric: str,
    from_: str | Unset = UNSET,
    to: str | Unset = UNSET,
    device_id: str | Unset = UNSET,
    resolution: str | Unset = UNSET,
    max_points: int | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["metric"] = metric

    params["from"] = from_

    params["to"] = to

    params["device_id"] = device_id

    params["resolution"] = resolution

    params["max_points"] = max_points

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/plants/{plant_id}/series".format(
            plant_id=quote(str(plant_id), safe=""),
        ),
        "params": params,
    }
    return _kwargs


def _answer(response: httpx.Response) -> Series:
    if response.status_code == 200:
        response_200 = Series.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    plant_id: str,
    *,
    client: AuthenticatedClient,
    metric: str,
    from_: str | Unset = UNSET,
    to: str | Unset = UNSET,
    device_id: str | Unset = UNSET,
    resolution: str | Unset = UNSET,
    max_points: int | Unset = UNSET,
) -> Series:
    request = _request(
        plant_id=plant_id,
        metric=metric,
        from_=from_,
        to=to,
        device_id=device_id,
        resolution=resolution,
        max_points=max_points,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    plant_id: str,
    *,
    client: AuthenticatedClient,
    metric: str,
    from_: str | Unset = UNSET,
    to: str | Unset = UNSET,
    device_id: str | Unset = UNSET,
    resolution: str | Unset = UNSET,
    max_points: int | Unset = UNSET,
) -> Series:
    request = _request(
        plant_id=plant_id,
        metric=metric,
        from_=from_,
        to=to,
        device_id=device_id,
        resolution=resolution,
        max_points=max_points,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
