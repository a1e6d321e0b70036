from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.alert_silence import AlertSilence
from ...models.new_alert_silence import NewAlertSilence
from ...types import UNSET, Unset


def _request(
    *,
    body: NewAlertSilence,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["idempotency-key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/alert-silences",
    }
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def _answer(response: httpx.Response) -> AlertSilence:
    if response.status_code == 201:
        response_201 = AlertSilence.from_dict(response.json())

        return response_201

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    *,
    client: AuthenticatedClient,
    body: NewAlertSilence,
    idempotency_key: str | Unset = UNSET,
) -> AlertSilence:
    """Silence a plant, one of its rules, or an alert.

    Until then nobody is told that one begins; what was told to begin is still told to end. Alerts that
    still fire at its end are told then. The act is in the audit trail.

    Args:
        idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
            characters, best as a structured-field string: `"8e03978e"`. The same key with the same
            path and body gets the first answer again
        body (NewAlertSilence):
    """
    request = _request(
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: NewAlertSilence,
    idempotency_key: str | Unset = UNSET,
) -> AlertSilence:
    """The same as ``sync``, for asyncio."""
    request = _request(
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
