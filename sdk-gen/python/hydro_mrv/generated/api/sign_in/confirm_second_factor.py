from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.recovery_codes import RecoveryCodes
from ...models.second_factor_code import SecondFactorCode
from ...types import UNSET, Unset


def _request(
    *,
    body: SecondFactorCode,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["idempotency-key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/auth/totp/confirm",
    }
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def _answer(response: httpx.Response) -> RecoveryCodes:
    if response.status_code == 200:
        response_200 = RecoveryCodes.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    *,
    client: AuthenticatedClient,
    body: SecondFactorCode,
    idempotency_key: str | Unset = UNSET,
) -> RecoveryCodes:
    """Confirm the second factor with its first code.

    From now on signing in needs a code. This session counts as one with a second factor at once. Keep
    the recovery codes where the phone is not.

    Args:
        idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
            characters, best as a structured-field string: `"8e03978e"`. The same key with the same
            path and body gets the first answer again
        body (SecondFactorCode):
    """
    request = _request(
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: SecondFactorCode,
    idempotency_key: str | Unset = UNSET,
) -> RecoveryCodes:
    """The same as ``sync``, for asyncio."""
    request = _request(
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
