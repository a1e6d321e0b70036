from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.river_flow_import import RiverFlowImport
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
        "url": "/api/v1/plants/{plant_id}/river-flows".format(
            plant_id=quote(str(plant_id), safe=""),
        ),
    }
    _kwargs["content"] = body.payload

    headers["Content-Type"] = "application/octet-stream"
    _kwargs["headers"] = headers
    return _kwargs


def _answer(response: httpx.Response) -> RiverFlowImport:
    if response.status_code == 200:
        response_200 = RiverFlowImport.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    plant_id: str,
    *,
    client: AuthenticatedClient,
    body: File,
    idempotency_key: str | Unset = UNSET,
) -> RiverFlowImport:
    """Import flows of the river from a gauge that is not the plant's.

    The body is a CSV table with a heading, at most 10000 rows: `timestamp` (ISO 8601 or milliseconds),
    `flow`, `station`, and `unit` (m3/s, l/s, ft3/s; left out: m3/s). Each row is taken or refused for
    itself. A value stands: another one for the same station and time is refused. Flows are a hint to
    the environmental layer of readings that come after the import: docs/context.md.

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
) -> RiverFlowImport:
    """The same as ``sync``, for asyncio."""
    request = _request(
        plant_id=plant_id,
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
