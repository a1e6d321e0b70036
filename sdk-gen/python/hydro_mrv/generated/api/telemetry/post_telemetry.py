from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.plant_record import PlantRecord
from ...models.telemetry_reading import TelemetryReading
from ...types import UNSET, Unset


def _request(
    *,
    body: TelemetryReading,
    idempotency_key: str | Unset = UNSET,
    prefer: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["idempotency-key"] = idempotency_key

    if not isinstance(prefer, Unset):
        headers["prefer"] = prefer

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/telemetry",
    }
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def _answer(response: httpx.Response) -> PlantRecord:
    if response.status_code == 200:
        response_200 = PlantRecord.from_dict(response.json())

        return response_200

    if response.status_code == 201:
        response_201 = PlantRecord.from_dict(response.json())

        return response_201

    if response.status_code == 202:
        response_202 = PlantRecord.from_dict(response.json())

        return response_202

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    *,
    client: AuthenticatedClient,
    body: TelemetryReading,
    idempotency_key: str | Unset = UNSET,
    prefer: str | Unset = UNSET,
) -> PlantRecord:
    request = _request(
        body=body,
        idempotency_key=idempotency_key,
        prefer=prefer,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: TelemetryReading,
    idempotency_key: str | Unset = UNSET,
    prefer: str | Unset = UNSET,
) -> PlantRecord:
    request = _request(
        body=body,
        idempotency_key=idempotency_key,
        prefer=prefer,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
