from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.second_factor_removal import SecondFactorRemoval
from ...types import UNSET, Unset


def _request(
    *,
    body: SecondFactorRemoval,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["idempotency-key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/auth/totp/remove",
    }
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def _answer(response: httpx.Response) -> None:
    if response.status_code == 204:
        return None

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    *,
    client: AuthenticatedClient,
    body: SecondFactorRemoval,
    idempotency_key: str | Unset = UNSET,
) -> None:
    """Remove the second factor.

    Needs the password and a code, or a recovery code. Recovery codes go with it, and no session of
    yours counts as one with a second factor any more.

    Args:
        idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
            characters, best as a structured-field string: `"8e03978e"`. The same key with the same
            path and body gets the first answer again
        body (SecondFactorRemoval):
    """
    request = _request(
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: SecondFactorRemoval,
    idempotency_key: str | Unset = UNSET,
) -> None:
    """The same as ``sync``, for asyncio."""
    request = _request(
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
