from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient
from ...models.batch_answer import BatchAnswer
from ...models.telemetry_reading import TelemetryReading
from ...types import UNSET, Unset


def _request(
    *,
    body: list[TelemetryReading],
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["idempotency-key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/telemetry/batch",
    }
    _kwargs["json"] = []
    for body_item_data in body:
        body_item = body_item_data.to_dict()
        _kwargs["json"].append(body_item)

    headers["Content-Type"] = "application/json"
    _kwargs["headers"] = headers
    return _kwargs


def _answer(response: httpx.Response) -> BatchAnswer:
    if response.status_code == 200:
        response_200 = BatchAnswer.from_dict(response.json())

        return response_200

    if response.status_code == 207:
        response_207 = BatchAnswer.from_dict(response.json())

        return response_207

    raise errors.UnexpectedStatus(response.status_code, response.content)


def sync(
    *,
    client: AuthenticatedClient,
    body: list[TelemetryReading],
    idempotency_key: str | Unset = UNSET,
) -> BatchAnswer:
    """Send many readings.

    Up to 10000 readings and 16 MiB (as sent, and unpacked from `Content-Encoding`) as a JSON array or
    one a line. Each is taken, judged, chained and answered as if it had been sent alone, in this order;
    one that is refused hinders no other.

    **Answer.** 200: every reading is on record. 207: some were refused; `items` says which and why. A
    fault that ends the batch (body too large or broken, a quota used up) is a problem document with the
    `totals` and `items` of the readings before it: those are on record. With `Accept:
    application/x-ndjson` results are sent line by line as soon as they are durable, with status 200,
    and the last line holds `totals` and `complete`, and `problem` where it is false. Nothing waits for
    the ledger: ask for a record, or listen.

    **Sent again.** Safe at any time, whole or in part: what is on record answers as `duplicate`.
    Readings without a `timestamp` are known again by the `Idempotency-Key` and their place; the same
    place with other content is refused as `idempotency-key-reused`.

    **Late.** Readings may come in any order and up to 7 days late. What is older is history: `"source":
    "backfill"` with a `reason`, by the key of an operator; both stand in the record.

    **Signatures.** In the body of each reading; one signature may be over the whole batch, with a path
    for each (see /docs).

    **Limits.** Each reading counts as a request. Too many batches at once: 429 `too-much-in-work` or
    503 `overloaded`, with `Retry-After`.

    Args:
        idempotency_key (str | Unset): For readings without a timestamp: 1-255 visible ASCII
            characters
        body (list[TelemetryReading]): Readings in the order in which they are to be judged
    """
    request = _request(
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(client.get_httpx_client().request(**request))


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: list[TelemetryReading],
    idempotency_key: str | Unset = UNSET,
) -> BatchAnswer:
    """The same as ``sync``, for asyncio."""
    request = _request(
        body=body,
        idempotency_key=idempotency_key,
    )
    return _answer(await client.get_async_httpx_client().request(**request))
