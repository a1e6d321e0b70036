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
    """Export a plant's readings or rollups as a table.

    As CSV (RFC 4180) or Apache Parquet, sent while it is read, however long the span. `raw`: a row for
    each reading and correction that ends in the span, by event time, with its own verdict, where it
    stands now, and a column for each quantity. Else a row for each device, quantity and bucket that
    ends in it, as the series has them but for what was accepted in the last seconds. An answer that
    breaks off is not complete.

    Args:
        plant_id (str): Id of the plant, as it was registered
        from_ (str | Unset): Begin of the span, exclusive; a day before `to` when left out. ISO
            8601 or milliseconds.
        to (str | Unset): End of the span, inclusive; now when left out. ISO 8601 or milliseconds.
        device_id (str | Unset): One device; all of the plant when left out
        metric (list[str] | Unset): Only these quantities; repeated or separated by commas
        resolution (str | Unset): Length of a step; `auto` chooses one that gives no more points
            than asked for
        format_ (str | Unset): Form of the answer
    """
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
    """The same as ``sync``, for asyncio."""
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
