from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.alert_list import AlertList
from ...types import UNSET, Unset


def _request(
    *,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    state: list[str] | Unset = UNSET,
    severity: list[str] | Unset = UNSET,
    plant_id: str | Unset = UNSET,
    rule_id: str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["cursor"] = cursor

    params["limit"] = limit

    json_state: list[str] | Unset = UNSET
    if not isinstance(state, Unset):
        json_state = state

    params["state"] = json_state

    json_severity: list[str] | Unset = UNSET
    if not isinstance(severity, Unset):
        json_severity = severity

    params["severity"] = json_severity

    params["plant_id"] = plant_id

    params["rule_id"] = rule_id

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/alerts",
        "params": params,
    }
    return _kwargs


def _answer(response: httpx.Response) -> AlertList:
    if response.status_code == 200:
        response_200 = AlertList.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    state: list[str] | Unset = UNSET,
    severity: list[str] | Unset = UNSET,
    plant_id: str | Unset = UNSET,
    rule_id: str | Unset = UNSET,
) -> AlertList:
    request = _request(
        cursor=cursor,
        limit=limit,
        state=state,
        severity=severity,
        plant_id=plant_id,
        rule_id=rule_id,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    *,
    client: AuthenticatedClient,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    state: list[str] | Unset = UNSET,
    severity: list[str] | Unset = UNSET,
    plant_id: str | Unset = UNSET,
    rule_id: str | Unset = UNSET,
) -> AlertList:
    request = _request(
        cursor=cursor,
        limit=limit,
        state=state,
        severity=severity,
        plant_id=plant_id,
        rule_id=rule_id,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
