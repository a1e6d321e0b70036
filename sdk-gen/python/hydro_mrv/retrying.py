"""Tries again: when no answer came, and when the answer says that the same call may pass later."""

from __future__ import annotations

import asyncio
import json
import random
import re
import time
import uuid
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from .errors import GatewayError, NoAnswerError, SampleKept
from .generated.models.sample import Sample
from .generated.problems import CLASSES

_PASSING = {408, 429, 500, 502, 503, 504}


@dataclass(frozen=True)
class Trying:
    """How calls are tried.

    Attributes:
        timeout_s: Of one try: to connect, and between two parts of its answer, s; beside what the call asks to wait for.
        retries: Tries after the first.
        longest_wait_s: A longer wait than this, s, is not waited for: the error says how long it would be.
    """

    timeout_s: float = 30.0
    retries: int = 4
    longest_wait_s: float = 60.0


def _prepare(request: httpx.Request) -> None:
    if request.headers.get("accept", "*/*") == "*/*":
        request.headers["accept"] = "application/json, */*;q=0.5"
    if request.method not in ("GET", "HEAD") and "idempotency-key" not in request.headers:
        request.headers["idempotency-key"] = f'"{uuid.uuid4()}"'
    # The call itself asks the gateway to take its time: ``Prefer: wait=60`` is answered after a minute.
    asked = re.search(r"\bwait=([0-9]{1,3})\b", request.headers.get("prefer", ""))
    timeout: dict[str, float | None] = request.extensions.get("timeout", {})
    if asked and timeout.get("read") is not None:
        request.extensions["timeout"] = {**timeout, "read": (timeout["read"] or 0.0) + float(asked[1])}


def _unrepeatable(request: httpx.Request) -> bool:
    """Without an answer their effect is not known, and no key makes them safe to repeat."""
    return "/api/v1/auth/" in request.url.path


def _backoff_s(attempt: int) -> float:
    """Half a second, doubled with each try up to 8 s, and a random part of it."""
    return min(8.0, 0.5 * 2 ** (attempt - 1)) * (0.5 + random.random() / 2)


def _error_of(response: httpx.Response) -> GatewayError:
    try:
        problem: dict[str, Any] = json.loads(response.content)
        code = str(problem["type"]).rsplit("/", 1)[-1]
        # Proxies' problems may go without; HTTP tells it in any case.
        problem["status"] = response.status_code
    except (ValueError, KeyError, TypeError):
        # Proxies on the way answer without a problem document.
        title, detail = f"HTTP {response.status_code}", response.text[:200]
        if response.has_redirect_location:
            detail = f"The gateway is elsewhere: {response.headers['location']}. Change base_url."
        problem = {"type": "about:blank", "title": title, "status": response.status_code, "detail": detail}
        code = ""
    return CLASSES.get(code, GatewayError)(problem, _seconds_of(response.headers.get("retry-after", "")))


def _hold_to_gateway(request: httpx.Request, response: httpx.Response) -> None:
    """Raises where a success is not the gateway's, as the page of a Wi-Fi to sign in to, or is not whole."""
    if not response.is_success:
        return
    kind = response.headers.get("content-type", "")
    is_page = kind.startswith("text/html") and "text/html" not in request.headers["accept"]
    if is_page or (kind == "" and response.status_code not in (202, 204)):
        words = f"HTTP {response.status_code}, {kind or 'of no type'}: {response.text[:200]}"
        raise httpx.RemoteProtocolError(f"what answers is not the gateway: {words}", request=request)
    # An answer whose end is that of the connection may have lost its own.
    is_open = "content-length" not in response.headers and "transfer-encoding" not in response.headers
    if kind.startswith("application/json") and (is_open or not response.content):
        try:
            json.loads(response.content)
        except ValueError as cut:
            raise httpx.RemoteProtocolError(f"the answer is not whole: {cut}", request=request) from cut


def _answer(response: httpx.Response) -> httpx.Response:
    """What a call is told. Raises where a reading became no record."""
    if response.headers.get("content-type", "").startswith("application/vnd.hydro-mrv.sample+json"):
        raise SampleKept(Sample.from_dict(json.loads(response.content)))
    return response


def _seconds_of(text: str) -> float | None:
    """Seconds, or a date of HTTP (RFC 9110 section 10.2.3)."""
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except ValueError:
        return None


def _wait_s(trying: Trying, request: httpx.Request, response: httpx.Response, attempt: int) -> float:
    """How long to wait before the next try of a call that was refused. Raises where there is none."""
    error = _error_of(response)
    wait_s = _backoff_s(attempt) if error.retry_after_s is None else error.retry_after_s
    may_pass = error.status in _PASSING or error.retry_after_s is not None
    if _unrepeatable(request) and error.retry_after_s is None:
        may_pass = False
    if attempt > trying.retries or not may_pass or wait_s > trying.longest_wait_s:
        raise error
    return wait_s


def _wait_lost_s(trying: Trying, request: httpx.Request, lost: httpx.TransportError, attempt: int) -> float:
    if attempt > trying.retries or _unrepeatable(request):
        raise NoAnswerError(attempt, lost) from lost
    return _backoff_s(attempt)


class RetryingTransport(httpx.BaseTransport):
    """Sends by another transport, and raises what is no success. All tries of a call carry one Idempotency-Key."""

    def __init__(self, trying: Trying, inner: httpx.BaseTransport | None = None) -> None:
        self._trying = trying
        self._inner = inner or httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        _prepare(request)
        request.read()
        attempt = 0
        while True:
            attempt += 1
            try:
                response = self._inner.handle_request(request)
                # Read here, so that an answer that breaks off is tried again.
                response.read()
                _hold_to_gateway(request, response)
            except httpx.TransportError as lost:
                time.sleep(_wait_lost_s(self._trying, request, lost, attempt))
                continue
            if response.is_success:
                return _answer(response)
            time.sleep(_wait_s(self._trying, request, response, attempt))

    def close(self) -> None:
        self._inner.close()


class AsyncRetryingTransport(httpx.AsyncBaseTransport):
    """The same for asyncio."""

    def __init__(self, trying: Trying, inner: httpx.AsyncBaseTransport | None = None) -> None:
        self._trying = trying
        self._inner = inner or httpx.AsyncHTTPTransport()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        _prepare(request)
        await request.aread()
        attempt = 0
        while True:
            attempt += 1
            try:
                response = await self._inner.handle_async_request(request)
                await response.aread()
                _hold_to_gateway(request, response)
            except httpx.TransportError as lost:
                await asyncio.sleep(_wait_lost_s(self._trying, request, lost, attempt))
                continue
            if response.is_success:
                return _answer(response)
            await asyncio.sleep(_wait_s(self._trying, request, response, attempt))

    async def aclose(self) -> None:
        await self._inner.aclose()
