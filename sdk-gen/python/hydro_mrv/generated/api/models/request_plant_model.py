from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.training_schedule import TrainingSchedule
from ...types import UNSET, Unset


def _request(
    plant_id: str,
    *,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["idempotency-key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/plants/{plant_id}/models".format(
            plant_id=quote(str(plant_id), safe=""),
        ),
    }
    _kwargs["headers"] = headers
    return _kwargs


def _answer(response: httpx.Response) -> TrainingSchedule:
    if response.status_code == 202:
        response_202 = TrainingSchedule.from_dict(response.json())

        return response_202

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    plant_id: str,
    *,
    client: AuthenticatedClient,
    idempotency_key: str | Unset = UNSET,
) -> TrainingSchedule:
    """Ask for a model to be trained.

    For keys with the role `owner` or `verifier`. The job trains on the plant's approved readings up to
    now, whatever the schedule; look at the list for what came of it. Asking again before that changes
    nothing.

    Args:
        plant_id (str): Id of the plant, as it was registered
        idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
            characters, best as a structured-field string: `"8e03978e"`. The same key with the same
            path and body gets the first answer again
    """
    request = _request(
        plant_id=plant_id,
        idempotency_key=idempotency_key,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    plant_id: str,
    *,
    client: AuthenticatedClient,
    idempotency_key: str | Unset = UNSET,
) -> TrainingSchedule:
    """The same as ``sync``, for asyncio."""
    request = _request(
        plant_id=plant_id,
        idempotency_key=idempotency_key,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
