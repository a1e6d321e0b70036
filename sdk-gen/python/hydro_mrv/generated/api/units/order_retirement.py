from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.retirement import Retirement
from ...models.retirement_request import RetirementRequest


def _request(
    issuance_id: str,
    *,
    body: RetirementRequest,
    idempotency_key: str,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    headers["idempotency-key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/issuances/{issuance_id}/retirements".format(
            issuance_id=quote(str(issuance_id), safe=""),
        ),
    }
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def _answer(response: httpx.Response) -> Retirement:
    if response.status_code == 200:
        response_200 = Retirement.from_dict(response.json())

        return response_200

    if response.status_code == 202:
        response_202 = Retirement.from_dict(response.json())

        return response_202

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    issuance_id: str,
    *,
    client: AuthenticatedClient,
    body: RetirementRequest,
    idempotency_key: str,
) -> Retirement:
    request = _request(
        issuance_id=issuance_id,
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    issuance_id: str,
    *,
    client: AuthenticatedClient,
    body: RetirementRequest,
    idempotency_key: str,
) -> Retirement:
    request = _request(
        issuance_id=issuance_id,
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
