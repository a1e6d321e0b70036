from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.alert_rule import AlertRule
from ...models.alert_rule_body import AlertRuleBody
from ...types import UNSET, Unset


def _request(
    plant_id: str,
    *,
    body: AlertRuleBody,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["idempotency-key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/plants/{plant_id}/alert-rules".format(
            plant_id=quote(str(plant_id), safe=""),
        ),
    }
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def _answer(response: httpx.Response) -> AlertRule:
    if response.status_code == 201:
        response_201 = AlertRule.from_dict(response.json())

        return response_201

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    plant_id: str,
    *,
    client: AuthenticatedClient,
    body: AlertRuleBody,
    idempotency_key: str | Unset = UNSET,
) -> AlertRule:
    """Watch something at a plant.

    A rule looks at each device for itself, and has one open alert for each at most. Values are judged
    by the time they were measured for: late readings take their place, history that is filed says
    nothing of now. docs/alerts.md has what each kind does.

    Args:
        plant_id (str): Id of the plant, as it was registered
        idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
            characters, best as a structured-field string: `"8e03978e"`. The same key with the same
            path and body gets the first answer again
        body (AlertRuleBody):
    """
    request = _request(
        plant_id=plant_id,
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    plant_id: str,
    *,
    client: AuthenticatedClient,
    body: AlertRuleBody,
    idempotency_key: str | Unset = UNSET,
) -> AlertRule:
    """The same as ``sync``, for asyncio."""
    request = _request(
        plant_id=plant_id,
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
