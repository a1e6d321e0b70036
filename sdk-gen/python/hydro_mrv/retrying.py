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

from .answer import note
from .errors import GatewayError, NoAnswerError, SampleKept
from .generated.answers import NEEDED
from .generated.models.sample import Sample
from .generated.problems import CLASSES
from .timed import TimedTransport, ending

#: 520-524 are those of a CDN that did not reach the gateway, or lost its answer.
_PASSING = {408, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524}


#: Of an answer without an end.
_EVENTS = "text/event-stream"


@dataclass(frozen=True)
class Trying:
    """How calls are tried.

    Attributes:
        timeout_s: Of one try, to the end of its answer, s, beside what the call asks to wait for. An answer that is no
            JSON, as an export, counts to its first byte, and between two parts.
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


def _most_s(request: httpx.Request) -> float:
    return float(request.extensions.get("timeout", {}).get("read") or "inf")


def _is_counted(response: httpx.Response) -> bool:
    """Exports and bundles take as long as they go on coming."""
    return not response.is_success or "json" in response.headers.get("content-type", "")


def _late(request: httpx.Request) -> httpx.ReadTimeout:
    return httpx.ReadTimeout(f"no answer within {_most_s(request):g} s", request=request)


def _left_s(ends_at: float) -> float | None:
    return None if ends_at == float("inf") else max(0.0, ends_at - time.monotonic())


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


def _goes_on(request: httpx.Request, response: httpx.Response) -> bool:
    """A live stream is read by whoever asked for it."""
    kind = response.headers.get("content-type", "")
    return response.is_success and request.headers["accept"] == _EVENTS and kind.startswith(_EVENTS)


def _hold_to_gateway(request: httpx.Request, response: httpx.Response) -> None:
    """Raises where a success is not the gateway's, as the page of a Wi-Fi to sign in to, or is not whole."""
    if not response.is_success:
        return
    kind = response.headers.get("content-type", "")
    wanted = request.headers["accept"]
    is_page = kind.startswith("text/html") and "text/html" not in wanted
    if is_page or wanted == _EVENTS or (kind == "" and response.status_code not in (202, 204)):
        words = f"HTTP {response.status_code}, {kind or 'of no type'}: {response.text[:200]}"
        raise httpx.RemoteProtocolError(f"what answers is not the gateway: {words}", request=request)
    if not kind.startswith("application/json"):
        return
    try:
        answer = json.loads(response.content)
    except ValueError as cut:
        # An answer whose end is that of the connection may have lost its own.
        raise httpx.RemoteProtocolError(f"the answer is not whole: {cut}", request=request) from cut
    call = f"{request.method} {request.url.path}"
    needed = next((members for pattern, members in NEEDED if pattern.search(call)), frozenset())
    lacking = sorted(needed.difference(answer if isinstance(answer, dict) else ()))
    if lacking:
        words = f"HTTP {response.status_code} lacks {lacking[0]}: {response.text[:200]}"
        raise httpx.RemoteProtocolError(f"what answers is not the gateway: {words}", request=request)


def _answer(response: httpx.Response) -> httpx.Response:
    """What a call is told. Raises where a reading became no record."""
    if response.headers.get("content-type", "").startswith("application/vnd.hydro-mrv.sample+json"):
        raise SampleKept(Sample.from_dict(json.loads(response.content)))
    note(response)
    return response


def _seconds_of(text: str) -> float | None:
    """Seconds, or a date of HTTP (RFC 9110 section 10.2.3)."""
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except ValueError:
        return None


def may_pass(error: GatewayError) -> bool:
    """True when the same call may pass later."""
    return error.status in _PASSING or error.retry_after_s is not None


def _wait_s(trying: Trying, request: httpx.Request, response: httpx.Response, attempt: int) -> float:
    """How long to wait before the next try of a call that was refused. Raises where there is none."""
    error = _error_of(response)
    wait_s = max(_backoff_s(attempt), error.retry_after_s or 0.0)
    passes = may_pass(error) and not (_unrepeatable(request) and error.retry_after_s is None)
    if attempt > trying.retries or not passes or wait_s > trying.longest_wait_s:
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
        self._inner = inner or TimedTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        _prepare(request)
        request.read()
        attempt = 0
        while True:
            attempt += 1
            try:
                response = self._answer(request)
                if not _goes_on(request, response):
                    _hold_to_gateway(request, response)
            except httpx.TransportError as lost:
                time.sleep(_wait_lost_s(self._trying, request, lost, attempt))
                continue
            if response.is_success:
                return _answer(response)
            time.sleep(_wait_s(self._trying, request, response, attempt))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        """An answer to its end, in the time given for it. Read here, so that one that breaks off is tried again."""
        ends_at = time.monotonic() + _most_s(request)
        try:
            with ending(ends_at):
                response = self._inner.handle_request(request)
                if _is_counted(response) and not _goes_on(request, response):
                    response.read()
            if not _goes_on(request, response):
                response.read()
            return response
        except httpx.TransportError as lost:
            raise _late(request) if time.monotonic() >= ends_at else lost

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
                response = await self._answer(request)
                if not _goes_on(request, response):
                    _hold_to_gateway(request, response)
            except httpx.TransportError as lost:
                await asyncio.sleep(_wait_lost_s(self._trying, request, lost, attempt))
                continue
            if response.is_success:
                return _answer(response)
            await asyncio.sleep(_wait_s(self._trying, request, response, attempt))

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        """An answer to its end, in the time given for it."""
        ends_at = time.monotonic() + _most_s(request)
        try:
            response = await asyncio.wait_for(self._inner.handle_async_request(request), _left_s(ends_at))
            if _goes_on(request, response):
                return response
            await asyncio.wait_for(response.aread(), _left_s(ends_at) if _is_counted(response) else None)
            return response
        except asyncio.TimeoutError:
            raise _late(request) from None

    async def aclose(self) -> None:
        await self._inner.aclose()
