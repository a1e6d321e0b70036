from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient
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


def _answer(response: httpx.Response) -> None:
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
) -> None:
    """List your organisation's alerts.

    Newest first: those of plants' rules, and the gateway's own about what was issued (records that lost
    their approval and make a deficit, differences between ledger and statements).

    Args:
        cursor (str | Unset): `next_cursor` of the page before, unchanged
        limit (int | Unset): Most items on a page
        state (list[str] | Unset): Only in these states; repeated or separated by commas
        severity (list[str] | Unset): Only of these; repeated or separated by commas
        plant_id (str | Unset): Id of the plant, as it was registered
        rule_id (str | Unset): Id of the alert rule
    """
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
) -> None:
    """The same as ``sync``, for asyncio."""
    request = _request(
        cursor=cursor,
        limit=limit,
        state=state,
        severity=severity,
        plant_id=plant_id,
        rule_id=rule_id,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
