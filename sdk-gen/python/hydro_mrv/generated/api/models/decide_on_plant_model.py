from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.model_decided import ModelDecided
from ...models.model_decision_request import ModelDecisionRequest
from ...types import UNSET, Unset


def _request(
    plant_id: str,
    hash_: str,
    *,
    body: ModelDecisionRequest,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["idempotency-key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/plants/{plant_id}/models/{hash_}/decisions".format(
            plant_id=quote(str(plant_id), safe=""),
            hash_=quote(str(hash_), safe=""),
        ),
    }
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def _answer(response: httpx.Response) -> ModelDecided:
    if response.status_code == 200:
        response_200 = ModelDecided.from_dict(response.json())

        return response_200

    if response.status_code == 201:
        response_201 = ModelDecided.from_dict(response.json())

        return response_201

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    plant_id: str,
    hash_: str,
    *,
    client: AuthenticatedClient,
    body: ModelDecisionRequest,
    idempotency_key: str | Unset = UNSET,
) -> ModelDecided:
    """Approve or reject a model.

    For keys with the role `verifier`. The decision is a record of the plant's chain with a leaf in the
    log; the first approval of a model holds its bytes, so that the chain alone tells which model judged
    what. From the next record on the approved model judges; no earlier record changes.

    **What can be decided:** a candidate, either way; approving a retired model or the physics prior
    (`in_force` of a new plant) goes back to it. A rejection is final. A candidate whose drift report is
    against a model that is no longer in force needs a training anew.

    **Repeats:** the same decision with the same reason by the same key answers 200 with the first while
    it stands.

    Args:
        plant_id (str): Id of the plant, as it was registered
        hash_ (str): SHA-256 of the model's canonical bytes, hex
        idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
            characters, best as a structured-field string: `"8e03978e"`. The same key with the same
            path and body gets the first answer again
        body (ModelDecisionRequest):
    """
    request = _request(
        plant_id=plant_id,
        hash_=hash_,
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    plant_id: str,
    hash_: str,
    *,
    client: AuthenticatedClient,
    body: ModelDecisionRequest,
    idempotency_key: str | Unset = UNSET,
) -> ModelDecided:
    """The same as ``sync``, for asyncio."""
    request = _request(
        plant_id=plant_id,
        hash_=hash_,
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
