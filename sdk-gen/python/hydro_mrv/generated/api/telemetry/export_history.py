from io import BytesIO
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...types import UNSET, File, Unset


def _request(
    plant_id: str,
    *,
    from_: str | Unset = UNSET,
    to: str | Unset = UNSET,
    device_id: str | Unset = UNSET,
    metric: list[str] | Unset = UNSET,
    resolution: str | Unset = UNSET,
    format_: str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["from"] = from_

    params["to"] = to

    params["device_id"] = device_id

    json_metric: list[str] | Unset = UNSET
    if not isinstance(metric, Unset):
        json_metric = metric

    params["metric"] = json_metric

    params["resolution"] = resolution

    params["format"] = format_

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/plants/{plant_id}/history".format(
            plant_id=quote(str(plant_id), safe=""),
        ),
        "params": params,
    }
    return _kwargs


def _answer(response: httpx.Response) -> File:
    if response.status_code == 200:
        response_200 = File(payload=BytesIO(response.content))

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    plant_id: str,
    *,
    client: AuthenticatedClient,
    from_: str | Unset = UNSET,
    to: str | Unset = UNSET,
    device_id: str | Unset = UNSET,
    metric: list[str] | Unset = UNSET,
    resolution: str | Unset = UNSET,
    format_: str | Unset = UNSET,
) -> File:
    request = _request(
        plant_id=plant_id,
        from_=from_,
        to=to,
        device_id=device_id,
        metric=metric,
        resolution=resolution,
        format_=format_,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    plant_id: str,
    *,
    client: AuthenticatedClient,
    from_: str | Unset = UNSET,
    to: str | Unset = UNSET,
    device_id: str | Unset = UNSET,
    metric: list[str] | Unset = UNSET,
    resolution: str | Unset = UNSET,
    format_: str | Unset = UNSET,
) -> File:
    request = _request(
        plant_id=plant_id,
        from_=from_,
        to=to,
        device_id=device_id,
        metric=metric,
        resolution=resolution,
        format_=format_,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
