from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.alert_closing import AlertClosing
from ...models.alert_detail import AlertDetail
from ...types import UNSET, Unset


def _request(
    alert_id: str,
    *,
    body: AlertClosing,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["idempotency-key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/alerts/{alert_id}/resolution".format(
            alert_id=quote(str(alert_id), safe=""),
        ),
    }
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def _answer(response: httpx.Response) -> AlertDetail:
    if response.status_code == 200:
        response_200 = AlertDetail.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    alert_id: str,
    *,
    client: AuthenticatedClient,
    body: AlertClosing,
    idempotency_key: str | Unset = UNSET,
) -> AlertDetail:
    """Say that the matter of one of the gateway's own alerts is settled.

    For alerts without a rule, which no condition ends. The act is in the audit trail.

    Args:
        alert_id (str): Id of the alert
        idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
            characters, best as a structured-field string: `"8e03978e"`. The same key with the same
            path and body gets the first answer again
        body (AlertClosing):
    """
    request = _request(
        alert_id=alert_id,
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    alert_id: str,
    *,
    client: AuthenticatedClient,
    body: AlertClosing,
    idempotency_key: str | Unset = UNSET,
) -> AlertDetail:
    """The same as ``sync``, for asyncio."""
    request = _request(
        alert_id=alert_id,
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
