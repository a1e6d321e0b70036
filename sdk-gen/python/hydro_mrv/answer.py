"""An answer with its headers, for those who need more than what it holds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Generic, TypeVar

import httpx

T = TypeVar("T")


@dataclass(frozen=True)
class Answer(Generic[T]):
    """What a call answered.

    Attributes:
        value: What the call alone returns.
        status: Of HTTP.
        headers: By their names in any case: ``headers["ratelimit"]``.
    """

    value: T
    status: int
    headers: httpx.Headers

    @property
    def etag(self) -> str:
        """For ``if_match`` of a change. Raises ``KeyError`` where the answer has none."""
        return self.headers["etag"]

    @property
    def location(self) -> str:
        """Path of what the call made. Raises ``KeyError`` where it made nothing that has one."""
        return self.headers["location"]


class Heard:
    """The last answer of the gateway's while somebody listens."""

    def __init__(self) -> None:
        self._response: httpx.Response | None = None

    def note(self, response: httpx.Response) -> None:
        self._response = response

    def with_value(self, value: T) -> Answer[T]:
        if self._response is None:
            raise TypeError(
                "this is no operation that calls the gateway at once: of a list or a batch, ask for one page"
            )
        return Answer(value, self._response.status_code, self._response.headers)


_listening: ContextVar[Heard | None] = ContextVar("hydro_mrv_listening", default=None)


@contextmanager
def listening() -> Iterator[Heard]:
    """Hears answers to calls that are made within, by this thread or task."""
    heard = Heard()
    before = _listening.set(heard)
    try:
        yield heard
    finally:
        _listening.reset(before)


def note(response: httpx.Response) -> None:
    """Tells whoever listens."""
    heard = _listening.get()
    if heard is not None:
        heard.note(response)
