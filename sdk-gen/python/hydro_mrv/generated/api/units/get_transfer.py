from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.transfer import Transfer


def _request(
    transfer_id: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/transfers/{transfer_id}".format(
            transfer_id=quote(str(transfer_id), safe=""),
        ),
    }
    return _kwargs


def _answer(response: httpx.Response) -> Transfer:
    if response.status_code == 200:
        response_200 = Transfer.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    transfer_id: str,
    *,
    client: AuthenticatedClient,
) -> Transfer:
    request = _request(
        transfer_id=transfer_id,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    transfer_id: str,
    *,
    client: AuthenticatedClient,
) -> Transfer:
    request = _request(
        transfer_id=transfer_id,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
