from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.alert_channel import AlertChannel
from ...types import UNSET, Unset


def _request(
    channel_id: str,
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
        "url": "/api/v1/alert-channels/{channel_id}".format(
            channel_id=quote(str(channel_id), safe=""),
        ),
    }
    _kwargs["headers"] = headers
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
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
) -> AlertChannel:
    request = _request(
        channel_id=channel_id,
        idempotency_key=idempotency_key,
        if_match=if_match,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    channel_id: str,
    *,
    client: AuthenticatedClient,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,
) -> AlertChannel:
    request = _request(
        channel_id=channel_id,
        idempotency_key=idempotency_key,
        if_match=if_match,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
