"""Any number of readings in batches of NDJSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import httpx

from .generated.models.batch_answer import BatchAnswer
from .generated.models.batch_item import BatchItem
from .generated.models.telemetry_reading import TelemetryReading

_MOST_READINGS = 10_000
_MOST_BYTES = 8 * 1_048_576


@dataclass(frozen=True)
class SentReading:
    """What became of one reading.

    Attributes:
        index: Place among all readings, from 0.
        reading: What was sent.
        item: The gateway's word: ``result`` is ``accepted``, ``duplicate``, or ``refused`` with its ``problem``.
    """

    index: int
    reading: TelemetryReading
    item: BatchItem


def send_readings(client: httpx.Client, readings: Iterable[TelemetryReading], size: int) -> Iterator[SentReading]:
    """Sends readings in batches; each batch has one Idempotency-Key for all its tries."""
    if not 1 <= size <= _MOST_READINGS:
        raise ValueError(f"size is {size}: a batch holds 1-{_MOST_READINGS} readings")
    first, length = 0, 0
    batch: list[TelemetryReading] = []
    lines: list[bytes] = []
    for reading in readings:
        line = json.dumps(reading.to_dict(), allow_nan=False).encode() + b"\n"
        if len(batch) == size or (batch and length + len(line) > _MOST_BYTES):
            yield from _post(client, first, batch, lines)
            first += len(batch)
            batch, lines, length = [], [], 0
        batch.append(reading)
        lines.append(line)
        length += len(line)
    if batch:
        yield from _post(client, first, batch, lines)


def _post(client: httpx.Client, first: int, batch: list[TelemetryReading], lines: list[bytes]) -> Iterator[SentReading]:
    headers = {"content-type": "application/x-ndjson", "accept": "application/json"}
    response = client.post("/api/v1/telemetry/batch", content=b"".join(lines), headers=headers)
    for item in BatchAnswer.from_dict(response.json()).items:
        yield SentReading(first + item.index, batch[item.index], item)
