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
    """Look at a quantity over a span.

    Minimum, maximum, mean, last value and count of buckets, with how many readings of each are
    approved, flagged (a verifier has them) and rejected, by their status of now. A bucket is (timestamp
    - interval_s, timestamp] of UTC, as a reading's interval is, and holds the readings that end in it;
    those at the ends of the span are given whole. Values are of readings that are not rejected, an
    accepted correction in place of what it replaces; a bucket of rejected ones alone has none. A
    reading is in here as soon as it is accepted; what a review changes, within seconds.

    **Resolution.** `auto` takes the readings themselves for up to an hour, else the coarsest buckets of
    which the span has `max_points` or more. Minutes are kept for 90 days, five minutes for two years,
    hours and days for good.

    **Points.** Of more buckets than `max_points`, that many are chosen by Largest-Triangle-Three-
    Buckets over the means: points that are there, none made up.

    Args:
        plant_id (str): Id of the plant, as it was registered
        metric (str): The quantity, by its name in a reading
        from_ (str | Unset): Begin of the span, exclusive; a day before `to` when left out. ISO
            8601 or milliseconds.
        to (str | Unset): End of the span, inclusive; now when left out. ISO 8601 or milliseconds.
        device_id (str | Unset): One device; all of the plant when left out
        resolution (str | Unset): Length of a step; `auto` chooses one that gives no more points
            than asked for
        max_points (int | Unset): Most points of one device
    """
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
    """The same as ``sync``, for asyncio."""
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
