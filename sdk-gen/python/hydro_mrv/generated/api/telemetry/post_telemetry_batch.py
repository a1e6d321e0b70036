from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.batch_answer import BatchAnswer
from ...models.telemetry_reading import TelemetryReading
from ...types import UNSET, Unset


def _request(
    *,
    body: list[TelemetryReading],
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["idempotency-key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/telemetry/batch",
    }
    _kwargs["json"] = []
    for body_item_data in body:
        body_item = body_item_data.to_dict()
        _kwargs["json"].append(body_item)

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def _answer(response: httpx.Response) -> BatchAnswer:
    if response.status_code == 200:
        response_200 = BatchAnswer.from_dict(response.json())

        return response_200

    if response.status_code == 207:
        response_207 = BatchAnswer.from_dict(response.json())

        return response_207

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    *,
    client: AuthenticatedClient,
    body: list[TelemetryReading],
    idempotency_key: str | Unset = UNSET,
) -> BatchAnswer:
    request = _request(
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: list[TelemetryReading],
    idempotency_key: str | Unset = UNSET,
) -> BatchAnswer:
    request = _request(
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
