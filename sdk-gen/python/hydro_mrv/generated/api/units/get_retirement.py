from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.retirement import Retirement


def _request(
    retirement_id: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/retirements/{retirement_id}".format(
            retirement_id=quote(str(retirement_id), safe=""),
        ),
    }
    return _kwargs


def _answer(response: httpx.Response) -> Retirement:
    if response.status_code == 200:
        response_200 = Retirement.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    retirement_id: str,
    *,
    client: AuthenticatedClient | Client,
) -> Retirement:
    request = _request(
        retirement_id=retirement_id,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    retirement_id: str,
    *,
    client: AuthenticatedClient | Client,
) -> Retirement:
    request = _request(
        retirement_id=retirement_id,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
