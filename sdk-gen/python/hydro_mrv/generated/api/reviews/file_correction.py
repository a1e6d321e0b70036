from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.correction_request import CorrectionRequest
from ...models.plant_record import PlantRecord
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


def _answer(response: httpx.Response) -> PlantRecord:
    if response.status_code == 200:
        response_200 = PlantRecord.from_dict(response.json())

        return response_200

    if response.status_code == 201:
        response_201 = PlantRecord.from_dict(response.json())

        return response_201

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    id: str,
    *,
    client: AuthenticatedClient,
    body: CorrectionRequest,
    idempotency_key: str | Unset = UNSET,
) -> PlantRecord:
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
) -> PlantRecord:
    request = _request(
        id=id,
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
