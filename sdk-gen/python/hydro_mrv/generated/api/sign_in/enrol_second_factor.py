from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.second_factor_enrolment import SecondFactorEnrolment
from ...models.second_factor_request import SecondFactorRequest
from ...types import UNSET, Unset


def _request(
    *,
    body: SecondFactorRequest,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["idempotency-key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/auth/totp",
    }
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def _answer(response: httpx.Response) -> SecondFactorEnrolment:
    if response.status_code == 201:
        response_201 = SecondFactorEnrolment.from_dict(response.json())

        return response_201

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    *,
    client: AuthenticatedClient,
    body: SecondFactorRequest,
    idempotency_key: str | Unset = UNSET,
) -> SecondFactorEnrolment:
    """Enrol a second factor.

    Gives a secret for an authenticator app (TOTP, RFC 6238). Nothing is asked with it until its first
    code confirms it.

    Args:
        idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
            characters, best as a structured-field string: `"8e03978e"`. The same key with the same
            path and body gets the first answer again
        body (SecondFactorRequest):
    """
    request = _request(
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: SecondFactorRequest,
    idempotency_key: str | Unset = UNSET,
) -> SecondFactorEnrolment:
    """The same as ``sync``, for asyncio."""
    request = _request(
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
