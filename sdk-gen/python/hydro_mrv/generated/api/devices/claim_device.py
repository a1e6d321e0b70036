from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.claimed_device import ClaimedDevice
from ...models.device_claim import DeviceClaim


def _request(
    *,
    body: DeviceClaim,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/devices/claim",
    }
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def _answer(response: httpx.Response) -> ClaimedDevice:
    if response.status_code == 201:
        response_201 = ClaimedDevice.from_dict(response.json())

        return response_201

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    *,
    client: AuthenticatedClient | Client,
    body: DeviceClaim,
) -> ClaimedDevice:
    request = _request(
        body=body,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: DeviceClaim,
) -> ClaimedDevice:
    request = _request(
        body=body,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
