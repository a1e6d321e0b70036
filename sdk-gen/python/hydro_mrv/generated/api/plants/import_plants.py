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
    """Register plants from a CSV table.

    One row for each plant, under a heading. Every row is judged, each is registered by itself, and the
    same table again changes nothing; what exists with another configuration is refused, never
    overwritten. Columns: plant_id, name, time_zone, commissioned_on, country, turbine_type,
    grid_factor_table, signatures, rated_power_kw, design_head_m, design_flow_m3s, units, latitude,
    longitude, elevation_m, river, region, reservoir_type, reservoir_area_m2, reservoir_live_volume_m3,
    reservoir_full_level_m, reservoir_lowest_level_m, grid_operator, grid_connection_point,
    grid_voltage_kv, grid_frequency_hz, turbine_units, devices. In `turbine_units` stand
    `unit_id:type:kW:head:flow` and in `devices` `device_id:kind:kW:interval_s`, items apart by `;`,
    what is not known left out.

    Args:
        dry_run (bool | Unset): Judge every row, keep nothing
        idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
            characters, best as a structured-field string: `"8e03978e"`. The same key with the same
            path and body gets the first answer again
        body (File):
    """
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
    """The same as ``sync``, for asyncio."""
    request = _request(
        body=body,
        dry_run=dry_run,
        idempotency_key=idempotency_key,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
