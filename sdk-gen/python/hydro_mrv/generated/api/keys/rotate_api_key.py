from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.api_key_rotation import ApiKeyRotation
from ...models.rotated_api_key import RotatedApiKey
from ...types import UNSET, Unset


def _request(
    key_id: str,
    *,
    body: ApiKeyRotation,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["idempotency-key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/keys/{key_id}/rotate".format(
            key_id=quote(str(key_id), safe=""),
        ),
    }
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def _answer(response: httpx.Response) -> RotatedApiKey:
    if response.status_code == 201:
        response_201 = RotatedApiKey.from_dict(response.json())

        return response_201

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    key_id: str,
    *,
    client: AuthenticatedClient,
    body: ApiKeyRotation,
    idempotency_key: str | Unset = UNSET,
) -> RotatedApiKey:
    request = _request(
        key_id=key_id,
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    key_id: str,
    *,
    client: AuthenticatedClient,
    body: ApiKeyRotation,
    idempotency_key: str | Unset = UNSET,
) -> RotatedApiKey:
    request = _request(
        key_id=key_id,
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
