from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.decision_made import DecisionMade
from ...models.decision_request import DecisionRequest
from ...types import UNSET, Unset


def _request(
    id: str,
    *,
    body: DecisionRequest,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["idempotency-key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/records/{id}/decisions".format(
            id=quote(str(id), safe=""),
        ),
    }
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def _answer(response: httpx.Response) -> DecisionMade:
    if response.status_code == 200:
        response_200 = DecisionMade.from_dict(response.json())

        return response_200

    if response.status_code == 201:
        response_201 = DecisionMade.from_dict(response.json())

        return response_201

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    id: str,
    *,
    client: AuthenticatedClient,
    body: DecisionRequest,
    idempotency_key: str | Unset = UNSET,
) -> DecisionMade:
    """Decide on a reading in doubt.

    For keys with the role `verifier`. The decision is a new record of the plant's chain with a leaf in
    the log; the reading and its verdict stay as they are, and its `effective_status` follows the newest
    decision.

    **What can be decided:** flagged readings, re-opened ones, corrections, and each of these again: the
    later decision supersedes, both stay on record. A verdict of REJECTED is final; what was truly
    measured enters as a correction. Accepting a correction makes the record it names stop counting;
    rejecting it later brings that one back, to be decided anew.

    **Repeats:** the same decision with the same reason by the same key answers 200 with the first. To
    come back to an earlier decision after another one, give another reason.

    Args:
        id (str): Random: says nothing of order, number or plant
        idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
            characters, best as a structured-field string: `"8e03978e"`. The same key with the same
            path and body gets the first answer again
        body (DecisionRequest):
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
    body: DecisionRequest,
    idempotency_key: str | Unset = UNSET,
) -> DecisionMade:
    """The same as ``sync``, for asyncio."""
    request = _request(
        id=id,
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
