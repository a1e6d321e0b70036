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
from urllib.request import getproxies, proxy_bypass

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


def proxy_of(base_url: str) -> str | None:
    """The proxy for this address that the machine's settings name: ``HTTPS_PROXY`` and its like, but for ``NO_PROXY``.

    httpx reads them only for transports of its own. None where there is none, or none that speaks HTTP.
    """
    url = httpx.URL(base_url)
    if proxy_bypass(url.host if url.port is None else f"{url.host}:{url.port}"):
        return None
    proxies = getproxies()
    proxy = proxies.get(url.scheme) or proxies.get("all") or ""
    proxy = proxy if "://" in proxy or proxy == "" else f"http://{proxy}"
    return proxy if proxy.startswith(("http://", "https://")) else None


class TimedTransport(httpx.HTTPTransport):
    """httpx's own, with httpx's defaults, over a network that heeds ``ending``."""

    def __init__(self, proxy: str | None = None) -> None:
        context = httpx.create_ssl_context()
        super().__init__(verify=context)
        # httpx takes no network of another's; httpcore, on which it rests, does.
        pool: dict[str, Any] = {
            "ssl_context": context,
            "max_connections": 100,
            "max_keepalive_connections": 20,
            "keepalive_expiry": 5.0,
            "network_backend": _Network(),
        }
        if proxy is None:
            self._pool = httpcore.ConnectionPool(**pool)
            return
        through = httpx.Proxy(proxy)
        at = httpcore.URL(
            scheme=through.url.raw_scheme, host=through.url.raw_host, port=through.url.port, target=through.url.raw_path
        )
        self._pool = httpcore.HTTPProxy(proxy_url=at, proxy_auth=through.raw_auth, **pool)
