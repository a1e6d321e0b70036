from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.reading_page import ReadingPage
from ...types import UNSET, Unset


def _request(
    *,
    plant_id: str,
    from_: str | Unset = UNSET,
    to: str | Unset = UNSET,
    status: list[str] | Unset = UNSET,
    effective_status: list[str] | Unset = UNSET,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["plant_id"] = plant_id

    params["from"] = from_

    params["to"] = to

    json_status: list[str] | Unset = UNSET
    if not isinstance(status, Unset):
        json_status = status

    params["status"] = json_status

    json_effective_status: list[str] | Unset = UNSET
    if not isinstance(effective_status, Unset):
        json_effective_status = effective_status

    params["effective_status"] = json_effective_status

    params["cursor"] = cursor

    params["limit"] = limit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/telemetry",
        "params": params,
    }
    return _kwargs


def _answer(response: httpx.Response) -> ReadingPage:
    if response.status_code == 200:
        response_200 = ReadingPage.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    *,
    client: AuthenticatedClient,
    plant_id: str,
    from_: str | Unset = UNSET,
    to: str | Unset = UNSET,
    status: list[str] | Unset = UNSET,
    effective_status: list[str] | Unset = UNSET,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> ReadingPage:
    request = _request(
        plant_id=plant_id,
        from_=from_,
        to=to,
        status=status,
        effective_status=effective_status,
        cursor=cursor,
        limit=limit,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    *,
    client: AuthenticatedClient,
    plant_id: str,
    from_: str | Unset = UNSET,
    to: str | Unset = UNSET,
    status: list[str] | Unset = UNSET,
    effective_status: list[str] | Unset = UNSET,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> ReadingPage:
    request = _request(
        plant_id=plant_id,
        from_=from_,
        to=to,
        status=status,
        effective_status=effective_status,
        cursor=cursor,
        limit=limit,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
