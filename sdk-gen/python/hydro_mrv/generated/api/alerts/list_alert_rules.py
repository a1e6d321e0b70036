from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.alert_rule_list import AlertRuleList
from ...types import UNSET, Unset


def _request(
    plant_id: str,
    *,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["cursor"] = cursor

    params["limit"] = limit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/plants/{plant_id}/alert-rules".format(
            plant_id=quote(str(plant_id), safe=""),
        ),
        "params": params,
    }
    return _kwargs


def _answer(response: httpx.Response) -> AlertRuleList:
    if response.status_code == 200:
        response_200 = AlertRuleList.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    plant_id: str,
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> AlertRuleList:
    request = _request(
        plant_id=plant_id,
        cursor=cursor,
        limit=limit,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    plant_id: str,
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> AlertRuleList:
    request = _request(
        plant_id=plant_id,
        cursor=cursor,
        limit=limit,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
