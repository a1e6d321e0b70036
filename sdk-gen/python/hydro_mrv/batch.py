"""Any number of readings in batches of NDJSON. Each batch has one Idempotency-Key for all its tries."""

from __future__ import annotations

import json
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator
from dataclasses import dataclass

import httpx

from .generated.models.batch_answer import BatchAnswer
from .generated.models.batch_item import BatchItem
from .generated.models.telemetry_reading import TelemetryReading

_MOST_READINGS = 10_000
#: The gateway takes 16 MiB; a batch is closed before it is half as long.
_MOST_BYTES = 8 * 1_048_576
_PATH = "/api/v1/telemetry/batch"
_HEADERS = {"content-type": "application/x-ndjson", "accept": "application/json"}


@dataclass(frozen=True)
class SentReading:
    """What became of one reading.

    Attributes:
        index: Place among all readings, from 0.
        reading: What was sent.
        item: The gateway's word: ``result`` is ``accepted``, ``duplicate``, ``sample``, or ``refused`` with its
            ``problem``.
    """

    index: int
    reading: TelemetryReading
    item: BatchItem


class _Batches:
    """Gathers readings until a batch is full."""

    def __init__(self, size: int) -> None:
        if not 1 <= size <= _MOST_READINGS:
            raise ValueError(f"size is {size}: a batch holds 1-{_MOST_READINGS} readings")
        self._size = size
        self._first = 0
        self._length = 0
        self._readings: list[TelemetryReading] = []
        self._lines: list[bytes] = []

    def add(self, reading: TelemetryReading) -> _Batch | None:
        """Takes a reading. Returns the batch before it, when that is full."""
        line = json.dumps(reading.to_dict(), allow_nan=False).encode() + b"\n"
        is_full = len(self._readings) == self._size or self._length + len(line) > _MOST_BYTES
        full = self.rest() if is_full else None
        self._readings.append(reading)
        self._lines.append(line)
        self._length += len(line)
        return full

    def rest(self) -> _Batch | None:
        """What was gathered last."""
        if not self._readings:
            return None
        batch = _Batch(self._first, self._readings, b"".join(self._lines))
        self._first += len(self._readings)
        self._readings, self._lines, self._length = [], [], 0
        return batch


@dataclass(frozen=True)
class _Batch:
    first: int
    readings: list[TelemetryReading]
    body: bytes

    def results(self, response: httpx.Response) -> Iterator[SentReading]:
        for item in BatchAnswer.from_dict(response.json()).items:
            yield SentReading(self.first + item.index, self.readings[item.index], item)


def send_readings(client: httpx.Client, readings: Iterable[TelemetryReading], size: int) -> Iterator[SentReading]:
    """Sends readings in batches, as they come."""
    batches = _Batches(size)

    def post(batch: _Batch | None) -> Iterator[SentReading]:
        if batch is not None:
            yield from batch.results(client.post(_PATH, content=batch.body, headers=_HEADERS))

    for reading in readings:
        yield from post(batches.add(reading))
    yield from post(batches.rest())


async def send_readings_async(
    client: httpx.AsyncClient, readings: Iterable[TelemetryReading] | AsyncIterable[TelemetryReading], size: int
) -> AsyncIterator[SentReading]:
    """The same for asyncio."""
    batches = _Batches(size)

    async def post(batch: _Batch | None) -> Iterator[SentReading]:
        if batch is None:
            return iter(())
        return batch.results(await client.post(_PATH, content=batch.body, headers=_HEADERS))

    async for reading in _walked(readings):
        for sent in await post(batches.add(reading)):
            yield sent
    for sent in await post(batches.rest()):
        yield sent


async def _walked(
    readings: Iterable[TelemetryReading] | AsyncIterable[TelemetryReading],
) -> AsyncIterator[TelemetryReading]:
    if isinstance(readings, AsyncIterable):
        async for reading in readings:
            yield reading
    else:
        for reading in readings:
            yield reading
