from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.invitation import Invitation
from ...models.invitation_request import InvitationRequest
from ...types import UNSET, Unset


def _request(
    plant_id: str,
    period_id: str,
    *,
    body: InvitationRequest,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["idempotency-key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/plants/{plant_id}/periods/{period_id}/invitations".format(
            plant_id=quote(str(plant_id), safe=""),
            period_id=quote(str(period_id), safe=""),
        ),
    }
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def _answer(response: httpx.Response) -> Invitation:
    if response.status_code == 200:
        response_200 = Invitation.from_dict(response.json())

        return response_200

    if response.status_code == 201:
        response_201 = Invitation.from_dict(response.json())

        return response_201

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    plant_id: str,
    period_id: str,
    *,
    client: AuthenticatedClient,
    body: InvitationRequest,
    idempotency_key: str | Unset = UNSET,
) -> Invitation:
    request = _request(
        plant_id=plant_id,
        period_id=period_id,
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    plant_id: str,
    period_id: str,
    *,
    client: AuthenticatedClient,
    body: InvitationRequest,
    idempotency_key: str | Unset = UNSET,
) -> Invitation:
    request = _request(
        plant_id=plant_id,
        period_id=period_id,
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
