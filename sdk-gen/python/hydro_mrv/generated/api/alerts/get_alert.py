from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.alert_with_history import AlertWithHistory


def _request(
    alert_id: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/alerts/{alert_id}".format(
            alert_id=quote(str(alert_id), safe=""),
        ),
    }
    return _kwargs


def _answer(response: httpx.Response) -> AlertWithHistory:
    if response.status_code == 200:
        response_200 = AlertWithHistory.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    alert_id: str,
    *,
    client: AuthenticatedClient,
) -> AlertWithHistory:
    request = _request(
        alert_id=alert_id,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    alert_id: str,
    *,
    client: AuthenticatedClient,
) -> AlertWithHistory:
    request = _request(
        alert_id=alert_id,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
