from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.problem_kind import ProblemKind


def _request(
    code: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/problems/{code}".format(
            code=quote(str(code), safe=""),
        ),
    }
    return _kwargs


def _answer(response: httpx.Response) -> ProblemKind:
    if response.status_code == 200:
        response_200 = ProblemKind.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    code: str,
    *,
    client: AuthenticatedClient | Client,
) -> ProblemKind:
    request = _request(
        code=code,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    code: str,
    *,
    client: AuthenticatedClient | Client,
) -> ProblemKind:
    request = _request(
        code=code,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
