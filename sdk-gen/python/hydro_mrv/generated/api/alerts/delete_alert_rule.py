from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.alert_rule import AlertRule
from ...types import UNSET, Unset


def _request(
    plant_id: str,
    rule_id: str,
    *,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["idempotency-key"] = idempotency_key

    if not isinstance(if_match, Unset):
        headers["if-match"] = if_match

    _kwargs: dict[str, Any] = {
        "method": "delete",
        "url": "/api/v1/plants/{plant_id}/alert-rules/{rule_id}".format(
            plant_id=quote(str(plant_id), safe=""),
            rule_id=quote(str(rule_id), safe=""),
        ),
    }
    _kwargs["headers"] = headers
    return _kwargs


def _answer(response: httpx.Response) -> AlertRule:
    if response.status_code == 200:
        response_200 = AlertRule.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    plant_id: str,
    rule_id: str,
    *,
    client: AuthenticatedClient,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
) -> AlertRule:
    request = _request(
        plant_id=plant_id,
        rule_id=rule_id,
        idempotency_key=idempotency_key,
        if_match=if_match,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    plant_id: str,
    rule_id: str,
    *,
    client: AuthenticatedClient,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
) -> AlertRule:
    request = _request(
        plant_id=plant_id,
        rule_id=rule_id,
        idempotency_key=idempotency_key,
        if_match=if_match,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
