from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.period import Period


def _request(
    invitation_id: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/invitations/{invitation_id}/period".format(
            invitation_id=quote(str(invitation_id), safe=""),
        ),
    }
    return _kwargs


def _answer(response: httpx.Response) -> Period:
    if response.status_code == 200:
        response_200 = Period.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    invitation_id: str,
    *,
    client: AuthenticatedClient,
) -> Period:
    request = _request(
        invitation_id=invitation_id,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    invitation_id: str,
    *,
    client: AuthenticatedClient,
) -> Period:
    request = _request(
        invitation_id=invitation_id,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
