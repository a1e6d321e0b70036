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
    """Claim a device with a code.

    No key is needed: the code is. It registers the device's own public key (a record of the plant's
    chain), gives the device an API key of its own, or both. The one before it holds for 7 days more, so
    that a buffer may empty; revoke it to end it at once. Ten wrong codes from one network close this
    call to it for a quarter of an hour.

    Args:
        body (DeviceClaim):
    """
    request = _request(
        body=body,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: DeviceClaim,
) -> ClaimedDevice:
    """The same as ``sync``, for asyncio."""
    request = _request(
        body=body,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
