from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.correction_request import CorrectionRequest
from ...models.record import Record
from ...types import UNSET, Unset


def _request(
    id: str,
    *,
    body: CorrectionRequest,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["idempotency-key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/records/{id}/corrections".format(
            id=quote(str(id), safe=""),
        ),
    }
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def _answer(response: httpx.Response) -> Record:
    if response.status_code == 200:
        response_200 = Record.from_dict(response.json())

        return response_200

    if response.status_code == 201:
        response_201 = Record.from_dict(response.json())

        return response_201

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    id: str,
    *,
    client: AuthenticatedClient,
    body: CorrectionRequest,
    idempotency_key: str | Unset = UNSET,
) -> Record:
    """File a correction of a reading.

    A new record of the plant's chain that names the one it replaces and takes its device, time and
    interval. `readings` holds all quantities as they should be. It is judged like any reading, but
    counts only when a verifier accepts it; then the other stops counting. Until then it stands as
    PROPOSED, or as REJECTED where its own verdict says so.

    The record to name is the one that stands for that time: the reading, or the correction that was
    accepted in its place. Readings that were sent without a timestamp never count and cannot be
    corrected. The same correction by the same key answers 200 with the first.

    Args:
        id (str): Random: says nothing of order, number or plant
        idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
            characters, best as a structured-field string: `"8e03978e"`. The same key with the same
            path and body gets the first answer again
        body (CorrectionRequest):
    """
    request = _request(
        id=id,
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    id: str,
    *,
    client: AuthenticatedClient,
    body: CorrectionRequest,
    idempotency_key: str | Unset = UNSET,
) -> Record:
    """The same as ``sync``, for asyncio."""
    request = _request(
        id=id,
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
