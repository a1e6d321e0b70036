from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.device_config import DeviceConfig
from ...types import UNSET, Unset


def _request(
    device_id: str,
    *,
    format_: str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["format"] = format_

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/devices/{device_id}/config".format(
            device_id=quote(str(device_id), safe=""),
        ),
        "params": params,
    }
    return _kwargs


def _answer(response: httpx.Response) -> DeviceConfig:
    if response.status_code == 200:
        response_200 = DeviceConfig.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    device_id: str,
    *,
    client: AuthenticatedClient,
    format_: str | Unset = UNSET,
) -> DeviceConfig:
    request = _request(
        device_id=device_id,
        format_=format_,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    device_id: str,
    *,
    client: AuthenticatedClient,
    format_: str | Unset = UNSET,
) -> DeviceConfig:
    request = _request(
        device_id=device_id,
        format_=format_,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
