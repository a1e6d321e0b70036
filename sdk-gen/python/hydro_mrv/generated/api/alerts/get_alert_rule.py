from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.alert_rule import AlertRule


def _request(
    plant_id: str,
    rule_id: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/plants/{plant_id}/alert-rules/{rule_id}".format(
            plant_id=quote(str(plant_id), safe=""),
            rule_id=quote(str(rule_id), safe=""),
        ),
    }
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
) -> AlertRule:
    request = _request(
        plant_id=plant_id,
        rule_id=rule_id,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    plant_id: str,
    rule_id: str,
    *,
    client: AuthenticatedClient,
) -> AlertRule:
    request = _request(
        plant_id=plant_id,
        rule_id=rule_id,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
