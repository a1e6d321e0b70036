from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.record import Record
from ...models.telemetry_reading import TelemetryReading
from ...types import UNSET, Unset


def _request(
    *,
    body: TelemetryReading,
    idempotency_key: str | Unset = UNSET,
    prefer: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["idempotency-key"] = idempotency_key

    if not isinstance(prefer, Unset):
        headers["prefer"] = prefer

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/telemetry",
    }
    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def _answer(response: httpx.Response) -> Record:
    if response.status_code == 200:
        response_200 = Record.from_dict(response.json())

        return response_200

    if response.status_code == 201:
        response_201 = Record.from_dict(response.json())

        return response_201

    if response.status_code == 202:
        response_202 = Record.from_dict(response.json())

        return response_202

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    *,
    client: AuthenticatedClient,
    body: TelemetryReading,
    idempotency_key: str | Unset = UNSET,
    prefer: str | Unset = UNSET,
) -> Record:
    """Send one reading.

    The reading is judged, given its carbon estimate, chained to the plant's records and stored before
    this answers; then the call waits for its anchor on the ledger. A bad reading is no error: it is
    recorded with status REJECTED.

    **Waiting.** At most 10 s by default, `Prefer: wait=N` for N seconds (at most 60), `Prefer: respond-
    async` for none. 201: anchored. 202: stored and in line; follow `links.self`. A ledger that is down
    never fails this call.

    **Repeats.** The same device, time and content answers 200 with the first record. Other content for
    the same time is a 409, and the attempt is kept. Without `timestamp`, send an `Idempotency-Key`: the
    same key and body answer with the same record.

    **Signatures.** A device with a key of its own signs the reading in `signature`, or the whole
    request by RFC 9421 (`Signature-Input`, `Signature`, `Content-Digest`; see /docs). A plant with
    `signatures: required` takes no others. Under one key a `device_seq` is signed once: again with the
    same content it answers 200, with other content 409.

    **Time.** `timestamp` is the END of the interval (timestamp - interval_s, timestamp]. Overlaps up to
    2 s are cut off and noted.

    Args:
        idempotency_key (str | Unset): 1-255 visible ASCII characters, best as a structured-field
            string: `"8e03978e"`
        prefer (str | Unset): `wait=N` seconds and `respond-async` (RFC 7240)
        body (TelemetryReading):
    """
    request = _request(
        body=body,
        idempotency_key=idempotency_key,
        prefer=prefer,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: TelemetryReading,
    idempotency_key: str | Unset = UNSET,
    prefer: str | Unset = UNSET,
) -> Record:
    """The same as ``sync``, for asyncio."""
    request = _request(
        body=body,
        idempotency_key=idempotency_key,
        prefer=prefer,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
