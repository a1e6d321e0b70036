from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.project_design import ProjectDesign
from ...models.registered_design import RegisteredDesign
from ...types import UNSET, Unset


def _request(
    plant_id: str,
    *,
    body: ProjectDesign,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["idempotency-key"] = idempotency_key

    if not isinstance(if_match, Unset):
        headers["if-match"] = if_match

    _kwargs: dict[str, Any] = {
        "method": "put",
        "url": "/api/v1/plants/{plant_id}/design".format(
            plant_id=quote(str(plant_id), safe=""),
        ),
    }
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def _answer(response: httpx.Response) -> RegisteredDesign:
    if response.status_code == 200:
        response_200 = RegisteredDesign.from_dict(response.json())

        return response_200

    if response.status_code == 201:
        response_201 = RegisteredDesign.from_dict(response.json())

        return response_201

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    plant_id: str,
    *,
    client: AuthenticatedClient,
    body: ProjectDesign,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
) -> RegisteredDesign:
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
    body: ProjectDesign,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
) -> RegisteredDesign:
    request = _request(
        plant_id=plant_id,
        body=body,
        idempotency_key=idempotency_key,
        if_match=if_match,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
