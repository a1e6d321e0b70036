from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.plant_registration import PlantRegistration
from ...models.registered_plant import RegisteredPlant
from ...types import UNSET, Unset


def _request(
    *,
    body: PlantRegistration,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["idempotency-key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/plants",
    }
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def _answer(response: httpx.Response) -> RegisteredPlant:
    if response.status_code == 201:
        response_201 = RegisteredPlant.from_dict(response.json())

        return response_201

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    *,
    client: AuthenticatedClient,
    body: PlantRegistration,
    idempotency_key: str | Unset = UNSET,
) -> RegisteredPlant:
    """Register a plant.

    Its configuration becomes the first record of the plant's chain and is anchored like every other.
    With `devices` its devices are registered too, with `design` its project design (rulebook, crediting
    period, meters, grid factor): all of it or nothing. What follows from `turbine_units` (`units`,
    `turbine_type`, `design_flow_m3s`) is filled in.

    Args:
        idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
            characters, best as a structured-field string: `"8e03978e"`. The same key with the same
            path and body gets the first answer again
        body (PlantRegistration):
    """
    request = _request(
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: PlantRegistration,
    idempotency_key: str | Unset = UNSET,
) -> RegisteredPlant:
    """The same as ``sync``, for asyncio."""
    request = _request(
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
