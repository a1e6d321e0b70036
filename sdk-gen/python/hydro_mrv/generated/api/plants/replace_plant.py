from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.plant import Plant
from ...models.plant_with_devices import PlantWithDevices
from ...types import UNSET, Unset


def _request(
    plant_id: str,
    *,
    body: Plant,
    idempotency_key: str | Unset = UNSET,
    if_match: str,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["idempotency-key"] = idempotency_key

    headers["if-match"] = if_match

    _kwargs: dict[str, Any] = {
        "method": "put",
        "url": "/api/v1/plants/{plant_id}".format(
            plant_id=quote(str(plant_id), safe=""),
        ),
    }
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def _answer(response: httpx.Response) -> PlantWithDevices:
    if response.status_code == 200:
        response_200 = PlantWithDevices.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    plant_id: str,
    *,
    client: AuthenticatedClient,
    body: Plant,
    idempotency_key: str | Unset = UNSET,
    if_match: str,
) -> PlantWithDevices:
    request = _request(
        plant_id=plant_id,
        body=body,
        idempotency_key=idempotency_key,
        if_match=if_match,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    plant_id: str,
    *,
    client: AuthenticatedClient,
    body: Plant,
    idempotency_key: str | Unset = UNSET,
    if_match: str,
) -> PlantWithDevices:
    request = _request(
        plant_id=plant_id,
        body=body,
        idempotency_key=idempotency_key,
        if_match=if_match,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
