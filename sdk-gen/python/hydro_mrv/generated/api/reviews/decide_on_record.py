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
    request = _request(
        id=id,
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
