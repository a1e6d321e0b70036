from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.log_consistency import LogConsistency
from ...types import UNSET


def _request(
    *,
    first: int,
    second: int,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["first"] = first

    params["second"] = second

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/log/consistency",
        "params": params,
    }
    return _kwargs


def _answer(response: httpx.Response) -> LogConsistency:
    if response.status_code == 200:
        response_200 = LogConsistency.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    *,
    client: AuthenticatedClient | Client,
    first: int,
    second: int,
) -> LogConsistency:
    """Get the proof that the log only grew.

    The consistency path of RFC 9162 section 2.1.4 between two sizes, to be checked against two signed
    checkpoints, for example two messages of the topic.

    Args:
        first (int): The older size, in leaves
        second (int): The newer size, in leaves; at most that of the published checkpoint
    """
    request = _request(
        first=first,
        second=second,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    first: int,
    second: int,
) -> LogConsistency:
    """The same as ``sync``, for asyncio."""
    request = _request(
        first=first,
        second=second,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
