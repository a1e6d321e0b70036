from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.webhook import Webhook


def _request(
    endpoint_id: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/webhooks/{endpoint_id}".format(
            endpoint_id=quote(str(endpoint_id), safe=""),
        ),
    }
    return _kwargs


def _answer(response: httpx.Response) -> Webhook:
    if response.status_code == 200:
        response_200 = Webhook.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    endpoint_id: str,
    *,
    client: AuthenticatedClient,
) -> Webhook:
    request = _request(
        endpoint_id=endpoint_id,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    endpoint_id: str,
    *,
    client: AuthenticatedClient,
) -> Webhook:
    request = _request(
        endpoint_id=endpoint_id,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
