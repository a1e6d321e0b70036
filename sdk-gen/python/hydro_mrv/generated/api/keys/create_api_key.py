from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.api_key_request import ApiKeyRequest
from ...models.new_api_key import NewApiKey
from ...types import UNSET, Unset


def _request(
    *,
    body: ApiKeyRequest,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["idempotency-key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/keys",
    }
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def _answer(response: httpx.Response) -> NewApiKey:
    if response.status_code == 201:
        response_201 = NewApiKey.from_dict(response.json())

        return response_201

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    *,
    client: AuthenticatedClient,
    body: ApiKeyRequest,
    idempotency_key: str | Unset = UNSET,
) -> NewApiKey:
    """Make an API key.

    By an owner. It may be narrowed to scopes, plants, devices and networks, and may expire. A key that
    is narrowed itself makes none that reaches further. The role registrar is given at the gateway's
    machine only.

    Args:
        idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
            characters, best as a structured-field string: `"8e03978e"`. The same key with the same
            path and body gets the first answer again
        body (ApiKeyRequest): What is left out does not narrow it
    """
    request = _request(
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: ApiKeyRequest,
    idempotency_key: str | Unset = UNSET,
) -> NewApiKey:
    """The same as ``sync``, for asyncio."""
    request = _request(
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
