from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.plant_import_report import PlantImportReport
from ...types import UNSET, File, Unset


def _request(
    *,
    body: File,
    dry_run: bool | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["idempotency-key"] = idempotency_key

    params: dict[str, Any] = {}

    params["dry_run"] = dry_run

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/plants/import",
        "params": params,
    }
    _kwargs["content"] = body.payload

    headers["Content-Type"] = "application/octet-stream"
    _kwargs["headers"] = headers
    return _kwargs


def _answer(response: httpx.Response) -> PlantImportReport:
    if response.status_code == 200:
        response_200 = PlantImportReport.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    *,
    client: AuthenticatedClient,
    body: File,
    dry_run: bool | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> PlantImportReport:
    request = _request(
        body=body,
        dry_run=dry_run,
        idempotency_key=idempotency_key,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: File,
    dry_run: bool | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> PlantImportReport:
    request = _request(
        body=body,
        dry_run=dry_run,
        idempotency_key=idempotency_key,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
