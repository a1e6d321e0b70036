"""A transport of which all that one call does with the network ends in the time of the call.

httpx counts each connecting, sending and receiving for itself: an answer of which a byte comes now and then, in its head
too, would be waited for without end.
"""

from __future__ import annotations

import math
import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import httpcore
import httpx

_ends_at: ContextVar[float] = ContextVar("hydro_mrv_ends_at", default=math.inf)


@contextmanager
def ending(ends_at: float) -> Iterator[None]:
    """What the network does within, in this thread, ends at a time of ``time.monotonic``, s."""
    before = _ends_at.set(ends_at)
    try:
        yield
    finally:
        _ends_at.reset(before)


def _left_s(timeout: float | None, late: type[httpcore.TimeoutException]) -> float | None:
    """What is left of the call for one step, s, and no more than the step may take. Raises where nothing is."""
    left = _ends_at.get() - time.monotonic()
    if left <= 0:
        raise late("the time of the call is over")
    least = min(left, math.inf if timeout is None else timeout)
    return None if least == math.inf else least


class _Stream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _left_s(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _left_s(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left_s = _left_s(timeout, httpcore.ConnectTimeout)
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, left_s))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Network(httpcore.SyncBackend):
    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        left_s = _left_s(timeout, httpcore.ConnectTimeout)
        return _Stream(super().connect_tcp(host, port, left_s, local_address, socket_options))


class TimedTransport(httpx.HTTPTransport):
    """httpx's own, with httpx's defaults, over a network that heeds ``ending``."""

    def __init__(self) -> None:
        context = httpx.create_ssl_context()
        super().__init__(verify=context)
        # httpx takes no network of another's; httpcore, on which it rests, does.
        self._pool = httpcore.ConnectionPool(
            ssl_context=context,
            max_connections=100,
            max_keepalive_connections=20,
            keepalive_expiry=5.0,
            network_backend=_Network(),
        )
