from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.email_confirmation import EmailConfirmation
from ...models.joined import Joined


def _request(
    *,
    body: EmailConfirmation,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/auth/verify-email",
    }
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def _answer(response: httpx.Response) -> Joined:
    if response.status_code == 200:
        response_200 = Joined.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    *,
    client: AuthenticatedClient | Client,
    body: EmailConfirmation,
) -> Joined:
    request = _request(
        body=body,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: EmailConfirmation,
) -> Joined:
    request = _request(
        body=body,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
