from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.carbon_calculation import CarbonCalculation
from ...models.carbon_calculation_request import CarbonCalculationRequest
from ...types import UNSET, Unset


def _request(
    *,
    body: CarbonCalculationRequest,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["idempotency-key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/carbon/calculations",
    }
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def _answer(response: httpx.Response) -> CarbonCalculation:
    if response.status_code == 200:
        response_200 = CarbonCalculation.from_dict(response.json())

        return response_200

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    *,
    client: AuthenticatedClient,
    body: CarbonCalculationRequest,
    idempotency_key: str | Unset = UNSET,
) -> CarbonCalculation:
    """Compute emission reductions.

    Stateless: the answer follows from the request, the rulebook and the factor table it names alone,
    and nothing is stored. The same code closes monitoring periods; `npm run audit -- carbon FILE` gives
    the same bytes offline.

    **Rulebooks:** `acm0002-v22.0`, `ams-i.d-v18`, `vmr0017-v1.0`. **Grid factor:** a table (the
    gateway's, or one of your own: `POST /api/v1/carbon/grid-tables`) and year, two margins, a combined
    margin, or the grid's units (TOOL07).

    **Numbers** may be digits in strings, or JSON numbers that are exact: whole numbers up to 2^53,
    factors of at most six decimals. Nothing is computed in binary floats.

    **Refused, never zero:** a design the rulebook does not apply to, an unknown register, factor cell,
    rulebook or year answers 422 with `rule`, `clause` and the field in `errors`. Whatever this computes
    is an unverified estimate until a verifier has signed its period.

    Args:
        idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
            characters, best as a structured-field string: `"8e03978e"`. The same key with the same
            path and body gets the first answer again
        body (CarbonCalculationRequest):
    """
    request = _request(
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: CarbonCalculationRequest,
    idempotency_key: str | Unset = UNSET,
) -> CarbonCalculation:
    """The same as ``sync``, for asyncio."""
    request = _request(
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
