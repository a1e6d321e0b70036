from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.refresh_token import RefreshToken
from ...models.tokens import Tokens


def _request(
    *,
    body: RefreshToken,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/auth/refresh",
    }
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def _answer(response: httpx.Response) -> Tokens:
    if response.status_code == 200:
        response_200 = Tokens.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    *,
    client: AuthenticatedClient | Client,
    body: RefreshToken,
) -> Tokens:
    """Get the next pair of tokens.

    A refresh token is good once. One that comes a second time was stolen, or its successor was: the
    session ends, with all its tokens.

    Args:
        body (RefreshToken):
    """
    request = _request(
        body=body,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: RefreshToken,
) -> Tokens:
    """The same as ``sync``, for asyncio."""
    request = _request(
        body=body,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
