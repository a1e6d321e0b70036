from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.grid_table import GridTable
from ...models.grid_table_upload import GridTableUpload
from ...types import UNSET, Unset


def _request(
    *,
    body: GridTableUpload,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["idempotency-key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/carbon/grid-tables",
    }
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def _answer(response: httpx.Response) -> GridTable:
    if response.status_code == 200:
        response_200 = GridTable.from_dict(response.json())

        return response_200

    if response.status_code == 201:
        response_201 = GridTable.from_dict(response.json())

        return response_201

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    *,
    client: AuthenticatedClient,
    body: GridTableUpload,
    idempotency_key: str | Unset = UNSET,
) -> GridTable:
    """Upload a grid-factor table of your own.

    Emission factors of a grid by year, with where they come from and for which days of generation they
    may serve. From then on calculations and project designs of your organisation name it by `id`. A
    table never changes: the same content again answers the first one, other content under its id is a
    409, and a correction is a table of another id. Use outside its validity is a 422 with `rule` and
    `clause`.

    Args:
        idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
            characters, best as a structured-field string: `"8e03978e"`. The same key with the same
            path and body gets the first answer again
        body (GridTableUpload):
    """
    request = _request(
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: GridTableUpload,
    idempotency_key: str | Unset = UNSET,
) -> GridTable:
    """The same as ``sync``, for asyncio."""
    request = _request(
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
