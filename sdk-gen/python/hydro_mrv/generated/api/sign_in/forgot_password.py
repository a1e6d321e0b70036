from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.forgotten_password import ForgottenPassword


def _request(
    *,
    body: ForgottenPassword,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/auth/password/forgot",
    }
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def _answer(response: httpx.Response) -> None:
    if response.status_code == 202:
        return None

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    *,
    client: AuthenticatedClient | Client,
    body: ForgottenPassword,
) -> None:
    request = _request(
        body=body,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: ForgottenPassword,
) -> None:
    request = _request(
        body=body,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
