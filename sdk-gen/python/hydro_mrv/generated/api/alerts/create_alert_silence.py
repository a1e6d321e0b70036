from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.alert_silence import AlertSilence
from ...models.alert_silence_request import AlertSilenceRequest
from ...types import UNSET, Unset


def _request(
    *,
    body: AlertSilenceRequest,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["idempotency-key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/alert-silences",
    }
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def _answer(response: httpx.Response) -> AlertSilence:
    if response.status_code == 201:
        response_201 = AlertSilence.from_dict(response.json())

        return response_201

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    *,
    client: AuthenticatedClient,
    body: AlertSilenceRequest,
    idempotency_key: str | Unset = UNSET,
) -> AlertSilence:
    request = _request(
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: AlertSilenceRequest,
    idempotency_key: str | Unset = UNSET,
) -> AlertSilence:
    request = _request(
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
