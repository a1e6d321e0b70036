from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.issuance import Issuance
from ...types import UNSET, Unset


def _request(
    plant_id: str,
    period_id: str,
    *,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["idempotency-key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/plants/{plant_id}/periods/{period_id}/issuances".format(
            plant_id=quote(str(plant_id), safe=""),
            period_id=quote(str(period_id), safe=""),
        ),
    }
    _kwargs["headers"] = headers
    return _kwargs


def _answer(response: httpx.Response) -> Issuance:
    if response.status_code == 200:
        response_200 = Issuance.from_dict(response.json())

        return response_200

    if response.status_code == 201:
        response_201 = Issuance.from_dict(response.json())

        return response_201

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    plant_id: str,
    period_id: str,
    *,
    client: AuthenticatedClient,
    idempotency_key: str | Unset = UNSET,
) -> Issuance:
    """Ask for a period's newest statement to be verified and issued.

    The operator's step. A verifier and an issuer of two other organisations, invited by the owner and
    accredited for the rulebook, take the next ones. Asked again, there is one request; an amendment of
    the period or a claim on its MWh elsewhere ends it. Refused (422) with `rule` and `clause` where MWh
    of the period are claimed elsewhere, a meter's serial is active in another plant, or the statement
    rests on records that count no more.

    Args:
        plant_id (str): Id of the plant, as it was registered
        period_id (str): Id of the monitoring period
        idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
            characters, best as a structured-field string: `"8e03978e"`. The same key with the same
            path and body gets the first answer again
    """
    request = _request(
        plant_id=plant_id,
        period_id=period_id,
        idempotency_key=idempotency_key,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    plant_id: str,
    period_id: str,
    *,
    client: AuthenticatedClient,
    idempotency_key: str | Unset = UNSET,
) -> Issuance:
    """The same as ``sync``, for asyncio."""
    request = _request(
        plant_id=plant_id,
        period_id=period_id,
        idempotency_key=idempotency_key,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
