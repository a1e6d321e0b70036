from io import BytesIO
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...types import UNSET, File, Unset


def _request(
    *,
    plant_id: str,
    from_seq: int | Unset = UNSET,
    to_seq: int | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["plant_id"] = plant_id

    params["from_seq"] = from_seq

    params["to_seq"] = to_seq

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/records/samples",
        "params": params,
    }
    return _kwargs


def _answer(response: httpx.Response) -> File:
    if response.status_code == 200:
        response_200 = File(payload=BytesIO(response.content))

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    *,
    client: AuthenticatedClient,
    plant_id: str,
    from_seq: int | Unset = UNSET,
    to_seq: int | Unset = UNSET,
) -> File:
    request = _request(
        plant_id=plant_id,
        from_seq=from_seq,
        to_seq=to_seq,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    *,
    client: AuthenticatedClient,
    plant_id: str,
    from_seq: int | Unset = UNSET,
    to_seq: int | Unset = UNSET,
) -> File:
    request = _request(
        plant_id=plant_id,
        from_seq=from_seq,
        to_seq=to_seq,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
