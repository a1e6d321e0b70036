"""The gateway as a client sees it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Generator, Iterable, Iterator
from types import TracebackType
from typing import Any, Protocol, TypeVar

import httpx

from .batch import SentReading, send_readings
from .generated.api.records import get_record_proof
from .generated.api.telemetry import post_telemetry
from .generated.client import AuthenticatedClient
from .generated.models.proof import Proof
from .generated.models.record import Record
from .generated.models.telemetry_reading import TelemetryReading
from .retrying import AsyncRetryingTransport, RetryingTransport, Trying

T = TypeVar("T")
#: A fixed text, or a function that is asked before each call: for tokens that change.
Credential = str | Callable[[], str]


class Page(Protocol):
    """An answer with ``items``, and with ``next_cursor`` where there may be more."""

    @property
    def items(self) -> Any: ...


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


class HydroGateway:
    """The gateway: calls raise ``GatewayError``s or ``NoAnswerError``; they are tried again where that is safe.

    Every operation of the API is a module below ``hydro_mrv.generated.api``, with ``sync`` and ``asyncio``::

        from hydro_mrv.generated.api.plants import list_plants

        page = gateway.call(list_plants.sync)
        page = await gateway.call(list_plants.asyncio)
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
        common: dict[str, Any] = {
            "base_url": base_url.rstrip("/"),
            "auth": _Bearer(token if token is not None else api_key),
            "timeout": httpx.Timeout(trying.timeout_s),
        }
        self._client = AuthenticatedClient(base_url=base_url, token="")
        self._client.set_httpx_client(httpx.Client(transport=RetryingTransport(trying), **common))
        self._client.set_async_httpx_client(httpx.AsyncClient(transport=AsyncRetryingTransport(trying), **common))

    def call(self, operation: Callable[..., T], **arguments: Any) -> T:
        """One operation: its ``sync`` or ``asyncio``, with its own arguments."""
        return operation(client=self._client, **arguments)

    def send(self, reading: TelemetryReading, *, wait_s: int = 10) -> Record:
        """Sends one reading and waits for its verdict, and up to ``wait_s`` seconds for its anchor on the ledger.

        Args:
            reading: ``timestamp`` is the END of the interval of ``interval_s`` seconds; units stand in the names.
            wait_s: 0-60; 0 does not wait for the ledger at all.
        """
        prefer = "respond-async" if wait_s == 0 else f"wait={wait_s}"
        return self.call(post_telemetry.sync, body=reading, prefer=prefer)

    def send_all(self, readings: Iterable[TelemetryReading], *, size: int = 1_000) -> Iterator[SentReading]:
        """Sends any number of readings in batches of ``size`` (1-10000), as they come; yields what became of each."""
        return send_readings(self._client.get_httpx_client(), readings, size)

    def proof_of(self, record_id: str) -> Proof:
        """The proof of a record; waits while its checkpoint is on the way to the ledger, as long as retries last."""
        return self.call(get_record_proof.sync, id=record_id)

    def items(self, operation: Callable[..., Page], **arguments: Any) -> Iterator[Any]:
        """All items of a list, page after page: ``gateway.items(list_telemetry.sync, plant_id="PLANT-HP-001")``."""
        while True:
            page = self.call(operation, **arguments)
            yield from page.items
            cursor = getattr(page, "next_cursor", None)
            if not cursor:
                return
            arguments["cursor"] = cursor

    def close(self) -> None:
        """Closes the connections of calls by ``sync``; ``aclose`` those of both."""
        self._client.get_httpx_client().close()

    async def aclose(self) -> None:
        self.close()
        await self._client.get_async_httpx_client().aclose()

    def __enter__(self) -> HydroGateway:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
