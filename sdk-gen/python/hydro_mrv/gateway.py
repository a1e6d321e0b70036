"""The gateway as a client sees it, for threads and for asyncio."""

from __future__ import annotations

from collections.abc import (
    AsyncGenerator,
    AsyncIterable,
    AsyncIterator,
    Awaitable,
    Callable,
    Generator,
    Iterable,
    Iterator,
    Sequence,
)
from types import TracebackType
from typing import Any, ParamSpec, Protocol, TypeVar

import httpx

from .answer import Answer, listening
from .batch import SentReading, send_readings, send_readings_async
from .generated.client import AuthenticatedClient
from .generated.models.plant_record import PlantRecord
from .generated.models.proof import Proof
from .generated.models.stream_query import StreamQuery
from .generated.models.telemetry_reading import TelemetryReading
from .generated.operations import AsyncOperations, Operations
from .retrying import AsyncRetryingTransport, RetryingTransport, Trying
from .stream import StreamEvent, stream_events, stream_events_async
from .timed import TimedTransport, proxy_of

P = ParamSpec("P")
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
#: A fixed text, or a function that is asked before each call: for tokens that change.
Credential = str | Callable[[], str]


class Page(Protocol[T_co]):
    """An answer with ``items``, and with ``next_cursor`` where there may be more."""

    @property
    def items(self) -> Sequence[T_co]: ...


class _Bearer(httpx.Auth):
    def __init__(self, credential: Credential | None) -> None:
        self._credential = credential

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        text = self._credential() if callable(self._credential) else self._credential
        if text is not None:
            request.headers["authorization"] = f"Bearer {text}"
        yield request

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        for prepared in self.auth_flow(request):
            yield prepared


def _options(base_url: str, credential: Credential | None, trying: Trying) -> dict[str, Any]:
    return {
        "base_url": base_url.rstrip("/"),
        "auth": _Bearer(credential),
        "timeout": httpx.Timeout(trying.timeout_s),
    }


def _preference(wait_s: int) -> str:
    return "respond-async" if wait_s == 0 else f"wait={wait_s}"


class HydroGateway(Operations):
    """The gateway: every operation of the API is a method of one of its parts, named as in the API's document.

    Calls raise ``GatewayError``s, or ``NoAnswerError``; they are tried again by themselves where that is safe. May be
    used by many threads. Close it, or use it in a ``with`` statement::

        with HydroGateway("https://gateway.example", api_key="ghdk_...") as gateway:
            for plant in gateway.plants.list_plants().items: ...
    """

    def __init__(
        self,
        base_url: str,
        *,
        api_key: Credential | None = None,
        token: Credential | None = None,
        trying: Trying | None = None,
    ) -> None:
        """
        Args:
            base_url: Where the gateway is, such as ``https://gateway.example``.
            api_key: An API key, ``ghdk_...``.
            token: An access token of somebody who signed in, or of an issuer the organisation trusts.
            trying: Timeout, s, and retries.
        """
        trying = trying or Trying()
        options = _options(base_url, token if token is not None else api_key, trying)
        self._trying = trying
        inner = TimedTransport(proxy_of(base_url))
        self._http = httpx.Client(transport=RetryingTransport(trying, inner), **options)
        client = AuthenticatedClient(base_url=base_url, token="")
        super().__init__(client.set_httpx_client(self._http))

    def send(self, reading: TelemetryReading, *, wait_s: int = 10) -> PlantRecord:
        """Sends one reading and waits for its verdict, and up to ``wait_s`` seconds for its anchor on the ledger.

        Samples of a plant with an ``accounting`` interval have no verdict of their own: send them with ``send_all``. Here
        one is kept all the same, and ``SampleKept`` is raised.

        Args:
            reading: ``timestamp`` is the END of the interval of ``interval_s`` seconds; units stand in the names.
            wait_s: 0-60; 0 does not wait for the ledger at all.
        """
        return self.telemetry.post_telemetry(body=reading, prefer=_preference(wait_s))

    def send_all(self, readings: Iterable[TelemetryReading], *, size: int = 1_000) -> Iterator[SentReading]:
        """Sends any number of readings in batches of ``size`` (1-10000), as they come; yields what became of each."""
        return send_readings(self._http, readings, size)

    def proof_of(self, record_id: str) -> Proof:
        """The proof of a record; waits while its checkpoint is on the way to the ledger, as long as retries last."""
        return self.records.get_record_proof(record_id)

    def stream(self, query: StreamQuery | None = None) -> Generator[StreamEvent, None, None]:
        """Watches live: readings, verdicts, anchors, alerts and rollups, each once and in order.

        Where the line breaks or the gateway ends the stream, it comes back by itself, behind the last event that was taken,
        with the credential of then. It ends when you leave the loop (``close()`` the generator), or by raising a
        ``GatewayError`` that will not pass (401, 403, 404), or, before it was ever open, as any call does. An event ``gap``
        says that what lies between is to be read from the records.

        Args:
            query: What to hear of; ``last_event_id`` is the ``id`` of the last event you had, to go on after a restart.
        """
        return stream_events(self._http, query, self._trying)

    def answer_of(self, operation: Callable[P, T], *args: P.args, **arguments: P.kwargs) -> Answer[T]:
        """The answer of an operation with its headers, such as the ``ETag`` for a change that undoes nobody's::

            plant = gateway.answer_of(gateway.plants.get_plant, "PLANT-HP-001")
            gateway.plants.change_plant("PLANT-HP-001", if_match=plant.etag, body={"name": "Tirthan"})

        A refusal is raised, as without it.
        """
        with listening() as heard:
            return heard.with_value(operation(*args, **arguments))

    def items(self, operation: Callable[..., Page[T]], **arguments: Any) -> Iterator[T]:
        """All items of a list, page after page: ``gateway.items(gateway.plants.list_plants, limit=100)``."""
        while True:
            page = operation(**arguments)
            yield from page.items
            arguments["cursor"] = getattr(page, "next_cursor", None)
            if not arguments["cursor"]:
                return

    def close(self) -> None:
        """Closes the connections."""
        self._http.close()

    def __enter__(self) -> HydroGateway:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncHydroGateway(AsyncOperations):
    """``HydroGateway`` for asyncio: the same methods, awaited; lists and batches are walked with ``async for``."""

    def __init__(
        self,
        base_url: str,
        *,
        api_key: Credential | None = None,
        token: Credential | None = None,
        trying: Trying | None = None,
    ) -> None:
        """The same as ``HydroGateway``'s."""
        trying = trying or Trying()
        options = _options(base_url, token if token is not None else api_key, trying)
        self._trying = trying
        inner = httpx.AsyncHTTPTransport(proxy=proxy_of(base_url))
        self._http = httpx.AsyncClient(transport=AsyncRetryingTransport(trying, inner), **options)
        client = AuthenticatedClient(base_url=base_url, token="")
        super().__init__(client.set_async_httpx_client(self._http))

    async def send(self, reading: TelemetryReading, *, wait_s: int = 10) -> PlantRecord:
        """Sends one reading and waits for its verdict, and up to ``wait_s`` seconds for its anchor on the ledger."""
        return await self.telemetry.post_telemetry(body=reading, prefer=_preference(wait_s))

    def send_all(
        self, readings: Iterable[TelemetryReading] | AsyncIterable[TelemetryReading], *, size: int = 1_000
    ) -> AsyncIterator[SentReading]:
        """Sends any number of readings in batches of ``size`` (1-10000), as they come; yields what became of each."""
        return send_readings_async(self._http, readings, size)

    async def proof_of(self, record_id: str) -> Proof:
        """The proof of a record; waits while its checkpoint is on the way to the ledger, as long as retries last."""
        return await self.records.get_record_proof(record_id)

    def stream(self, query: StreamQuery | None = None) -> AsyncGenerator[StreamEvent, None]:
        """``HydroGateway.stream`` for ``async for``."""
        return stream_events_async(self._http, query, self._trying)

    async def answer_of(self, operation: Callable[P, Awaitable[T]], *args: P.args, **arguments: P.kwargs) -> Answer[T]:
        """``HydroGateway.answer_of``, awaited."""
        with listening() as heard:
            return heard.with_value(await operation(*args, **arguments))

    async def items(self, operation: Callable[..., Awaitable[Page[T]]], **arguments: Any) -> AsyncIterator[T]:
        """All items of a list, page after page: ``async for plant in gateway.items(gateway.plants.list_plants)``."""
        while True:
            page = await operation(**arguments)
            for item in page.items:
                yield item
            arguments["cursor"] = getattr(page, "next_cursor", None)
            if not arguments["cursor"]:
                return

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._http.aclose()

    async def __aenter__(self) -> AsyncHydroGateway:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()
