from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.period_amendment import PeriodAmendment
from ...models.stated import Stated
from ...types import UNSET, Unset


def _request(
    plant_id: str,
    period_id: str,
    *,
    body: PeriodAmendment,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["idempotency-key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/plants/{plant_id}/periods/{period_id}/amendments".format(
            plant_id=quote(str(plant_id), safe=""),
            period_id=quote(str(period_id), safe=""),
        ),
    }
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def _answer(response: httpx.Response) -> Stated:
    if response.status_code == 201:
        response_201 = Stated.from_dict(response.json())

        return response_201

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    plant_id: str,
    period_id: str,
    *,
    client: AuthenticatedClient,
    body: PeriodAmendment,
    idempotency_key: str | Unset = UNSET,
) -> Stated:
    """State a closed period anew.

    With the readings that arrived after its closing and what is stated now; what the body does not
    mention stands. The new statement names the one it amends. What that one had stated and is on no way
    to the ledger yet is taken back and stated anew; what was minted stays, and only the difference is
    added, or owed as a deficit. A request to issue that still waits is void by it. Later periods that
    took over something which changed by it are stated anew in the same act.

    Args:
        plant_id (str): Id of the plant, as it was registered
        period_id (str): Id of the monitoring period
        idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
            characters, best as a structured-field string: `"8e03978e"`. The same key with the same
            path and body gets the first answer again
        body (PeriodAmendment):
    """
    request = _request(
        plant_id=plant_id,
        period_id=period_id,
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    plant_id: str,
    period_id: str,
    *,
    client: AuthenticatedClient,
    body: PeriodAmendment,
    idempotency_key: str | Unset = UNSET,
) -> Stated:
    """The same as ``sync``, for asyncio."""
    request = _request(
        plant_id=plant_id,
        period_id=period_id,
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
