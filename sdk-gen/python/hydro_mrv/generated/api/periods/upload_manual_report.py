from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.shadow_report import ShadowReport
from ...types import UNSET, File, Unset


def _request(
    plant_id: str,
    *,
    body: File,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["idempotency-key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/plants/{plant_id}/shadow-reports".format(
            plant_id=quote(str(plant_id), safe=""),
        ),
    }
    _kwargs["content"] = body.payload

    headers["Content-Type"] = "application/octet-stream"
    _kwargs["headers"] = headers
    return _kwargs


def _answer(response: httpx.Response) -> ShadowReport:
    if response.status_code == 201:
        response_201 = ShadowReport.from_dict(response.json())

        return response_201

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    plant_id: str,
    *,
    client: AuthenticatedClient,
    body: File,
    idempotency_key: str | Unset = UNSET,
) -> ShadowReport:
    """Compare a manual monitoring report with the gateway.

    Shadow mode: the body is a CSV table with a heading, one row per day (2026-03-01) or month (2026-03)
    of the plant, at most 400. Columns: `period` and `export_kwh`; where known `import_kwh`,
    `gross_kwh`, `er_t`, `fuel_kg`, `rejected_readings` (readings the manual procedure left out) and
    `interventions`. Energies also in `_wh` or `_mwh`, reductions in `_g` or `_kg`.

    Each row is computed from the registers by the same path as a period's closing; nothing is closed or
    credited. The verdict holds the pilot's pass marks: delta below 5 % in every row, false rejections
    below 0.5 % of readings, more than 99 % of records under an anchored checkpoint.

    Args:
        plant_id (str): Id of the plant, as it was registered
        idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
            characters, best as a structured-field string: `"8e03978e"`. The same key with the same
            path and body gets the first answer again
        body (File):
    """
    request = _request(
        plant_id=plant_id,
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    plant_id: str,
    *,
    client: AuthenticatedClient,
    body: File,
    idempotency_key: str | Unset = UNSET,
) -> ShadowReport:
    """The same as ``sync``, for asyncio."""
    request = _request(
        plant_id=plant_id,
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
