from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.member import Member


def _request(
    user_id: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/members/{user_id}".format(
            user_id=quote(str(user_id), safe=""),
        ),
    }
    return _kwargs


def _answer(response: httpx.Response) -> Member:
    if response.status_code == 200:
        response_200 = Member.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    user_id: str,
    *,
    client: AuthenticatedClient,
) -> Member:
    request = _request(
        user_id=user_id,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    user_id: str,
    *,
    client: AuthenticatedClient,
) -> Member:
    request = _request(
        user_id=user_id,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
