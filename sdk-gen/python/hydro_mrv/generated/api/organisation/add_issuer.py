from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.issuer import Issuer
from ...models.new_issuer import NewIssuer
from ...types import UNSET, Unset


def _request(
    *,
    body: NewIssuer,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["idempotency-key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/oidc-issuers",
    }
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def _answer(response: httpx.Response) -> Issuer:
    if response.status_code == 201:
        response_201 = Issuer.from_dict(response.json())

        return response_201

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    *,
    client: AuthenticatedClient,
    body: NewIssuer,
    idempotency_key: str | Unset = UNSET,
) -> Issuer:
    """Take tokens of your own OpenID provider.

    Its tokens then act inside your organisation and nowhere else, with the roles that the map gives for
    values of a claim. Signature (RSA, EC or EdDSA, by the provider's published keys), `iss`, `aud`,
    `exp` and `nbf` are checked. What verifiers and issuers of credits decide needs a session of this
    gateway all the same. The provider is fetched at once: it must have a public https address and
    answer itself.

    Args:
        idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
            characters, best as a structured-field string: `"8e03978e"`. The same key with the same
            path and body gets the first answer again
        body (NewIssuer):
    """
    request = _request(
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: NewIssuer,
    idempotency_key: str | Unset = UNSET,
) -> Issuer:
    """The same as ``sync``, for asyncio."""
    request = _request(
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
