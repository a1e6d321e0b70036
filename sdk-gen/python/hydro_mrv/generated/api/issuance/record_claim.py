from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.claim import Claim
from ...models.claim_request import ClaimRequest
from ...types import UNSET, Unset


def _request(
    plant_id: str,
    *,
    body: ClaimRequest,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["idempotency-key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/plants/{plant_id}/claims".format(
            plant_id=quote(str(plant_id), safe=""),
        ),
    }
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def _answer(response: httpx.Response) -> Claim:
    if response.status_code == 200:
        response_200 = Claim.from_dict(response.json())

        return response_200

    if response.status_code == 201:
        response_201 = Claim.from_dict(response.json())

        return response_201

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    plant_id: str,
    *,
    client: AuthenticatedClient,
    body: ClaimRequest,
    idempotency_key: str | Unset = UNSET,
) -> Claim:
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
    body: ClaimRequest,
    idempotency_key: str | Unset = UNSET,
) -> Claim:
    request = _request(
        plant_id=plant_id,
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
