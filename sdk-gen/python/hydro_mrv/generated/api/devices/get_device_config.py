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
    """Get a device's ready-to-use configuration.

    As JSON, YAML, or `HYDRO_NAME=value` lines. It holds no secret. A device's id is unique in its
    organisation, so the id alone names it. Ask again with `If-None-Match`: 304 until something changed.

    Args:
        device_id (str): Id of the device, as it was registered
        format_ (str | Unset): Form of the answer
    """
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
    """The same as ``sync``, for asyncio."""
    request = _request(
        device_id=device_id,
        format_=format_,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
