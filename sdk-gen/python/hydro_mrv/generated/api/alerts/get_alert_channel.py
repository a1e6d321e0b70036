from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.alert_channel import AlertChannel


def _request(
    channel_id: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/alert-channels/{channel_id}".format(
            channel_id=quote(str(channel_id), safe=""),
        ),
    }
    return _kwargs


def _answer(response: httpx.Response) -> AlertChannel:
    if response.status_code == 200:
        response_200 = AlertChannel.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    channel_id: str,
    *,
    client: AuthenticatedClient,
) -> AlertChannel:
    request = _request(
        channel_id=channel_id,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    channel_id: str,
    *,
    client: AuthenticatedClient,
) -> AlertChannel:
    request = _request(
        channel_id=channel_id,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
