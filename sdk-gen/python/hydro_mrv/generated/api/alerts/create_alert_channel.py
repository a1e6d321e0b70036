from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.alert_channel import AlertChannel
from ...models.new_alert_channel import NewAlertChannel
from ...types import UNSET, Unset


def _request(
    *,
    body: NewAlertChannel,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["idempotency-key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/alert-channels",
    }
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def _answer(response: httpx.Response) -> AlertChannel:
    if response.status_code == 201:
        response_201 = AlertChannel.from_dict(response.json())

        return response_201

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    *,
    client: AuthenticatedClient,
    body: NewAlertChannel,
    idempotency_key: str | Unset = UNSET,
) -> AlertChannel:
    """Have alerts sent by mail or to an Alertmanager.

    An address is sent a code, and nothing else before it is confirmed with it. An Alertmanager is told
    what fires every minute until it is over. For webhooks choose the events `alert.*`.

    Args:
        idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
            characters, best as a structured-field string: `"8e03978e"`. The same key with the same
            path and body gets the first answer again
        body (NewAlertChannel):
    """
    request = _request(
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: NewAlertChannel,
    idempotency_key: str | Unset = UNSET,
) -> AlertChannel:
    """The same as ``sync``, for asyncio."""
    request = _request(
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
