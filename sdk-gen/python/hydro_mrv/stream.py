"""Live streams: server-sent events that are taken up again where the line broke."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import AsyncGenerator, Generator, Iterator
from dataclasses import dataclass
from typing import Any

import httpx

from .errors import GatewayError, NoAnswerError
from .generated.models.stream_query import StreamQuery
from .retrying import Trying, may_pass

#: The gateway says something every 15 s: a line on which nothing came for so long is dead.
_SILENCE_S = 45.0
_LONGEST_REST_S = 30.0


@dataclass(frozen=True)
class StreamEvent:
    """What a stream tells.

    Attributes:
        id: For ``StreamQuery(last_event_id=...)`` after a restart; opaque.
        event: ``reading``, ``sample``, ``verdict``, ``anchored``, ``alert``, ``rollup``; ``gap`` where what lies between is
            to be read from the records. New ones may come.
        data: Its JSON; ``models.StreamReading.from_dict(event.data)`` and the like make an object of it.
    """

    id: str
    event: str
    data: dict[str, Any]


class _Place:
    """Where a stream stands. It moves on with each event as that is handed over, and with a mere ``id``."""

    def __init__(self, query: StreamQuery | None, trying: Trying) -> None:
        self._params = (query or StreamQuery()).to_dict()
        self._last_id: str | None = self._params.pop("last_event_id", None)
        self._timeout = httpx.Timeout(trying.timeout_s, read=_SILENCE_S)
        self._retry_s: float = 2.0
        self._was_open = False
        self._idle = 0
        self._rest = b""
        self.is_over = False

    def asked(self) -> dict[str, Any]:
        headers = {"accept": "text/event-stream"}
        if self._last_id is not None:
            headers["last-event-id"] = self._last_id
        return {"params": self._params, "headers": headers, "timeout": self._timeout}

    def begins(self) -> None:
        self._was_open, self._idle, self._rest, self.is_over = True, 0, b"", False
        self._fields: dict[str, str] = {}

    def events(self, chunk: bytes) -> Iterator[StreamEvent]:
        """WHATWG HTML section 9.2.6. What comes behind the last end of a line is kept for the next chunk."""
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        for line in lines:
            name, _, value = line.decode().removesuffix("\r").partition(":")
            value = value.removeprefix(" ")
            if name == "data" and "data" in self._fields:
                value = f"{self._fields['data']}\n{value}"
            if name:
                self._fields[name] = value
            if line.strip():
                continue
            fields, self._fields = self._fields, {}
            # Before it is handed over: whoever asks for the next has had this one.
            self._last_id = fields.get("id", self._last_id)
            if fields.get("retry", "").isdigit():
                self._retry_s = int(fields["retry"]) / 1000
            if fields.get("event") == "closed":
                self.is_over = True
                return
            if "data" in fields:
                yield StreamEvent(self._last_id or "", fields.get("event", "message"), json.loads(fields["data"]))

    def rest_s(self, lost: Exception | None = None) -> float:
        """How long to wait before it is asked for again. Raises what ends it for good."""
        passes = may_pass(lost) if isinstance(lost, GatewayError) else True
        if lost is not None and not (self._was_open and passes):
            raise lost
        wait_s = min(_LONGEST_REST_S, self._retry_s * 2.0**self._idle)
        self._idle = min(self._idle + 1, 10)
        # With chance, so that those who lost a gateway do not all come to the next at once.
        return wait_s * (0.5 + random.random() / 2)


_LOST = (httpx.TransportError, GatewayError, NoAnswerError)


def stream_events(
    client: httpx.Client, query: StreamQuery | None, trying: Trying
) -> Generator[StreamEvent, None, None]:
    place = _Place(query, trying)
    while True:
        try:
            with client.stream("GET", "/api/v1/stream", **place.asked()) as response:
                place.begins()
                for chunk in response.iter_bytes():
                    yield from place.events(chunk)
                    if place.is_over:
                        break
            wait_s = place.rest_s()
        except _LOST as lost:
            wait_s = place.rest_s(lost)
        time.sleep(wait_s)


async def stream_events_async(
    client: httpx.AsyncClient, query: StreamQuery | None, trying: Trying
) -> AsyncGenerator[StreamEvent, None]:
    place = _Place(query, trying)
    while True:
        try:
            async with client.stream("GET", "/api/v1/stream", **place.asked()) as response:
                place.begins()
                async for chunk in response.aiter_bytes():
                    for event in place.events(chunk):
                        yield event
                    if place.is_over:
                        break
            wait_s = place.rest_s()
        except _LOST as lost:
            wait_s = place.rest_s(lost)
        await asyncio.sleep(wait_s)
