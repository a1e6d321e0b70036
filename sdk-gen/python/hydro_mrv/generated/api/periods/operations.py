from ...client import AuthenticatedClient
from ...models.bundle import Bundle
from ...models.closing_facts import ClosingFacts
from ...models.period import Period
from ...models.period_amendment import PeriodAmendment
from ...models.period_days import PeriodDays
from ...models.period_list import PeriodList
from ...models.period_statement import PeriodStatement
from ...models.project_design import ProjectDesign
from ...models.recomputation import Recomputation
from ...models.registered_design import RegisteredDesign
from ...models.shadow_report import ShadowReport
from ...models.stated import Stated
from ...types import UNSET, File, Unset
from . import amend_period as _amend_period
from . import close_period as _close_period
from . import get_period as _get_period
from . import get_period_bundle as _get_period_bundle
from . import get_period_statement as _get_period_statement
from . import get_project_design as _get_project_design
from . import get_shadow_report as _get_shadow_report
from . import list_periods as _list_periods
from . import make_period_bundle as _make_period_bundle
from . import open_period as _open_period
from . import put_project_design as _put_project_design
from . import recompute_period_statement as _recompute_period_statement
from . import upload_manual_report as _upload_manual_report
from . import withdraw_period as _withdraw_period


class Operations:
    """Operations of the API's part "periods"."""

    def __init__(self, client: AuthenticatedClient) -> None:
        self._client = client

    def get_project_design(
        self,
        plant_id: str,
        *,
        version: int | Unset = UNSET,
    ) -> RegisteredDesign:
        """Look at a plant's project design.

        The newest version, or the one that `version` names, with the crediting period that runs today.

        Args:
            plant_id (str): Id of the plant, as it was registered
            version (int | Unset): Version, from 1; the newest when left out
        """
        return _get_project_design.sync(
            client=self._client,
            plant_id=plant_id,
            version=version,
        )

    def put_project_design(
        self,
        plant_id: str,
        *,
        body: ProjectDesign,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
    ) -> RegisteredDesign:
        """Register a plant's project design, or a new version of it.

        Held against the rulebook it names: what that does not apply to is a 422 with `rule`, `clause` and
        the field, never a zero. Each version is a record of the plant's chain; the same design again makes
        none. Every version is kept, so `If-Match` is not asked for, but heeded. Statements name the version
        they were computed with. What GET answers beside the design (`version`, `record_id` and so on) may
        stand as it was answered.

        Args:
            plant_id (str): Id of the plant, as it was registered
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            if_match (str | Unset): Refused (412) unless this still stands, so that nobody's change is
                undone unseen: the `ETag` as it came, in its quotes
            body (ProjectDesign):
        """
        return _put_project_design.sync(
            client=self._client,
            plant_id=plant_id,
            body=body,
            idempotency_key=idempotency_key,
            if_match=if_match,
        )

    def list_periods(
        self,
        plant_id: str,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> PeriodList:
        """List a plant's monitoring periods.

        In the order of their days, each with its statements. Follow `next_cursor`, or the Link header.

        Args:
            plant_id (str): Id of the plant, as it was registered
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return _list_periods.sync(
            client=self._client,
            plant_id=plant_id,
            cursor=cursor,
            limit=limit,
        )

    def open_period(
        self,
        plant_id: str,
        *,
        body: PeriodDays,
        idempotency_key: str | Unset = UNSET,
    ) -> Period:
        """Open a monitoring period.

        From a local day to before another; the bounds are local midnights of the plant's zone. A period
        lies in one vintage (calendar year), one crediting period and, unless the design fixes a year of its
        factor table, one of those years; it overlaps no other and follows what is closed: else 422 with
        `rule`.

        Args:
            plant_id (str): Id of the plant, as it was registered
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (PeriodDays):
        """
        return _open_period.sync(
            client=self._client,
            plant_id=plant_id,
            body=body,
            idempotency_key=idempotency_key,
        )

    def get_period(
        self,
        plant_id: str,
        period_id: str,
    ) -> Period:
        """Look at one monitoring period.

        Open, or closed with its statements, oldest first.

        Args:
            plant_id (str): Id of the plant, as it was registered
            period_id (str): Id of the monitoring period
        """
        return _get_period.sync(
            client=self._client,
            plant_id=plant_id,
            period_id=period_id,
        )

    def withdraw_period(
        self,
        plant_id: str,
        period_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
    ) -> Period:
        """Withdraw a period that was opened by mistake.

        Only while it is open: a closed period stays for ever. The answer is the period as it was.

        Args:
            plant_id (str): Id of the plant, as it was registered
            period_id (str): Id of the monitoring period
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            if_match (str | Unset): Refused (412) unless this still stands, so that nobody's change is
                undone unseen: the `ETag` as it came, in its quotes
        """
        return _withdraw_period.sync(
            client=self._client,
            plant_id=plant_id,
            period_id=period_id,
            idempotency_key=idempotency_key,
            if_match=if_match,
        )

    def amend_period(
        self,
        plant_id: str,
        period_id: str,
        *,
        body: PeriodAmendment,
        idempotency_key: str | Unset = UNSET,
    ) -> Stated:
        """State a closed period anew.

        With the readings that arrived after its closing and what is stated now; what the body does not
        mention stands. The new statement names the one it amends. What that one had stated and is on no way
        to the ledger yet is taken back and stated anew; what was minted stays, and only the difference is
        added, or owed as a deficit. A request to issue that still waits is void by it. Later periods that
        took over something which changed by it are stated anew in the same act.

        Args:
            plant_id (str): Id of the plant, as it was registered
            period_id (str): Id of the monitoring period
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (PeriodAmendment):
        """
        return _amend_period.sync(
            client=self._client,
            plant_id=plant_id,
            period_id=period_id,
            body=body,
            idempotency_key=idempotency_key,
        )

    def get_period_bundle(
        self,
        plant_id: str,
        period_id: str,
    ) -> File:
        """Get a period's newest evidence bundle.

        The same bytes every time. `Repr-Digest` (RFC 9530) holds their SHA-256. Check it with `npm run
        audit -- bundle FILE`.

        Args:
            plant_id (str): Id of the plant, as it was registered
            period_id (str): Id of the monitoring period
        """
        return _get_period_bundle.sync(
            client=self._client,
            plant_id=plant_id,
            period_id=period_id,
        )

    def make_period_bundle(
        self,
        plant_id: str,
        period_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> Bundle:
        """Make the evidence bundle of a closed period.

        Of its newest statement, as far as its issuance has got: one archive from which anybody recomputes
        verdicts, figures and mint without us (docs/bundle.md). Its SHA-256 is appended to the plant's
        chain. Before the next step of the issuance the same bundle is given again (200). 409 while the
        newest step is on its way to the ledger.

        Args:
            plant_id (str): Id of the plant, as it was registered
            period_id (str): Id of the monitoring period
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
        """
        return _make_period_bundle.sync(
            client=self._client,
            plant_id=plant_id,
            period_id=period_id,
            idempotency_key=idempotency_key,
        )

    def close_period(
        self,
        plant_id: str,
        period_id: str,
        *,
        body: ClosingFacts,
        idempotency_key: str | Unset = UNSET,
    ) -> Stated:
        """Close a monitoring period.

        Computes the period from the registers of its main meters, as far as the plant's chain holds them
        now, and appends the statement to that chain. Export earns only between readings that follow each
        other without a gap and count by their verdict; import, gross generation and fuel count in full, and
        where they are not known the period is refused (422). Invoice and check figures can only lower the
        result. The statement is unverified until a verifier has signed it. Closed periods that rest on
        records which have stopped counting since are stated anew in the same act, and a request to issue
        them that still waits is void by it; those statements are listed behind its own.

        Args:
            plant_id (str): Id of the plant, as it was registered
            period_id (str): Id of the monitoring period
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (ClosingFacts):
        """
        return _close_period.sync(
            client=self._client,
            plant_id=plant_id,
            period_id=period_id,
            body=body,
            idempotency_key=idempotency_key,
        )

    def get_period_statement(
        self,
        plant_id: str,
        period_id: str,
        statement_no: int,
    ) -> PeriodStatement:
        """Get a statement, byte for byte.

        Its canonical (RFC 8785) bytes as they were made; the record of the plant's chain that holds it as
        `statement` is listed with the period.

        Args:
            plant_id (str): Id of the plant, as it was registered
            period_id (str): Id of the monitoring period
            statement_no (int): Number of the statement in its period, from 1
        """
        return _get_period_statement.sync(
            client=self._client,
            plant_id=plant_id,
            period_id=period_id,
            statement_no=statement_no,
        )

    def recompute_period_statement(
        self,
        plant_id: str,
        period_id: str,
        statement_no: int,
    ) -> Recomputation:
        """Compute a statement again and compare.

        From the plant's chain up to the place the statement names, now, and compared byte for byte.

        Args:
            plant_id (str): Id of the plant, as it was registered
            period_id (str): Id of the monitoring period
            statement_no (int): Number of the statement in its period, from 1
        """
        return _recompute_period_statement.sync(
            client=self._client,
            plant_id=plant_id,
            period_id=period_id,
            statement_no=statement_no,
        )

    def upload_manual_report(
        self,
        plant_id: str,
        *,
        body: File,
        idempotency_key: str | Unset = UNSET,
    ) -> ShadowReport:
        """Compare a manual monitoring report with the gateway.

        Shadow mode: the body is a CSV table with a heading, one row per day (2026-03-01) or month (2026-03)
        of the plant, at most 400. Columns: `period` and `export_kwh`; where known `import_kwh`,
        `gross_kwh`, `er_t`, `fuel_kg`, `rejected_readings` (readings the manual procedure left out) and
        `interventions`. Energies also in `_wh` or `_mwh`, reductions in `_g` or `_kg`.

        Each row is computed from the registers by the same path as a period's closing; nothing is closed or
        credited. The verdict holds the pilot's pass marks: delta below 5 % in every row, false rejections
        below 0.5 % of readings, more than 99 % of records under an anchored checkpoint.

        Args:
            plant_id (str): Id of the plant, as it was registered
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (File):
        """
        return _upload_manual_report.sync(
            client=self._client,
            plant_id=plant_id,
            body=body,
            idempotency_key=idempotency_key,
        )

    def get_shadow_report(
        self,
        plant_id: str,
        report_id: str,
    ) -> ShadowReport:
        """Look at a shadow report.

        As it was made; as a page to print where `Accept` asks for text/html.

        Args:
            plant_id (str): Id of the plant, as it was registered
            report_id (str): Id of the report
        """
        return _get_shadow_report.sync(
            client=self._client,
            plant_id=plant_id,
            report_id=report_id,
        )


class AsyncOperations:
    """Operations of the API's part "periods"."""

    def __init__(self, client: AuthenticatedClient) -> None:
        self._client = client

    async def get_project_design(
        self,
        plant_id: str,
        *,
        version: int | Unset = UNSET,
    ) -> RegisteredDesign:
        """Look at a plant's project design.

        The newest version, or the one that `version` names, with the crediting period that runs today.

        Args:
            plant_id (str): Id of the plant, as it was registered
            version (int | Unset): Version, from 1; the newest when left out
        """
        return await _get_project_design.asyncio(
            client=self._client,
            plant_id=plant_id,
            version=version,
        )

    async def put_project_design(
        self,
        plant_id: str,
        *,
        body: ProjectDesign,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
    ) -> RegisteredDesign:
        """Register a plant's project design, or a new version of it.

        Held against the rulebook it names: what that does not apply to is a 422 with `rule`, `clause` and
        the field, never a zero. Each version is a record of the plant's chain; the same design again makes
        none. Every version is kept, so `If-Match` is not asked for, but heeded. Statements name the version
        they were computed with. What GET answers beside the design (`version`, `record_id` and so on) may
        stand as it was answered.

        Args:
            plant_id (str): Id of the plant, as it was registered
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            if_match (str | Unset): Refused (412) unless this still stands, so that nobody's change is
                undone unseen: the `ETag` as it came, in its quotes
            body (ProjectDesign):
        """
        return await _put_project_design.asyncio(
            client=self._client,
            plant_id=plant_id,
            body=body,
            idempotency_key=idempotency_key,
            if_match=if_match,
        )

    async def list_periods(
        self,
        plant_id: str,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> PeriodList:
        """List a plant's monitoring periods.

        In the order of their days, each with its statements. Follow `next_cursor`, or the Link header.

        Args:
            plant_id (str): Id of the plant, as it was registered
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return await _list_periods.asyncio(
            client=self._client,
            plant_id=plant_id,
            cursor=cursor,
            limit=limit,
        )

    async def open_period(
        self,
        plant_id: str,
        *,
        body: PeriodDays,
        idempotency_key: str | Unset = UNSET,
    ) -> Period:
        """Open a monitoring period.

        From a local day to before another; the bounds are local midnights of the plant's zone. A period
        lies in one vintage (calendar year), one crediting period and, unless the design fixes a year of its
        factor table, one of those years; it overlaps no other and follows what is closed: else 422 with
        `rule`.

        Args:
            plant_id (str): Id of the plant, as it was registered
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (PeriodDays):
        """
        return await _open_period.asyncio(
            client=self._client,
            plant_id=plant_id,
            body=body,
            idempotency_key=idempotency_key,
        )

    async def get_period(
        self,
        plant_id: str,
        period_id: str,
    ) -> Period:
        """Look at one monitoring period.

        Open, or closed with its statements, oldest first.

        Args:
            plant_id (str): Id of the plant, as it was registered
            period_id (str): Id of the monitoring period
        """
        return await _get_period.asyncio(
            client=self._client,
            plant_id=plant_id,
            period_id=period_id,
        )

    async def withdraw_period(
        self,
        plant_id: str,
        period_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
    ) -> Period:
        """Withdraw a period that was opened by mistake.

        Only while it is open: a closed period stays for ever. The answer is the period as it was.

        Args:
            plant_id (str): Id of the plant, as it was registered
            period_id (str): Id of the monitoring period
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            if_match (str | Unset): Refused (412) unless this still stands, so that nobody's change is
                undone unseen: the `ETag` as it came, in its quotes
        """
        return await _withdraw_period.asyncio(
            client=self._client,
            plant_id=plant_id,
            period_id=period_id,
            idempotency_key=idempotency_key,
            if_match=if_match,
        )

    async def amend_period(
        self,
        plant_id: str,
        period_id: str,
        *,
        body: PeriodAmendment,
        idempotency_key: str | Unset = UNSET,
    ) -> Stated:
        """State a closed period anew.

        With the readings that arrived after its closing and what is stated now; what the body does not
        mention stands. The new statement names the one it amends. What that one had stated and is on no way
        to the ledger yet is taken back and stated anew; what was minted stays, and only the difference is
        added, or owed as a deficit. A request to issue that still waits is void by it. Later periods that
        took over something which changed by it are stated anew in the same act.

        Args:
            plant_id (str): Id of the plant, as it was registered
            period_id (str): Id of the monitoring period
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (PeriodAmendment):
        """
        return await _amend_period.asyncio(
            client=self._client,
            plant_id=plant_id,
            period_id=period_id,
            body=body,
            idempotency_key=idempotency_key,
        )

    async def get_period_bundle(
        self,
        plant_id: str,
        period_id: str,
    ) -> File:
        """Get a period's newest evidence bundle.

        The same bytes every time. `Repr-Digest` (RFC 9530) holds their SHA-256. Check it with `npm run
        audit -- bundle FILE`.

        Args:
            plant_id (str): Id of the plant, as it was registered
            period_id (str): Id of the monitoring period
        """
        return await _get_period_bundle.asyncio(
            client=self._client,
            plant_id=plant_id,
            period_id=period_id,
        )

    async def make_period_bundle(
        self,
        plant_id: str,
        period_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> Bundle:
        """Make the evidence bundle of a closed period.

        Of its newest statement, as far as its issuance has got: one archive from which anybody recomputes
        verdicts, figures and mint without us (docs/bundle.md). Its SHA-256 is appended to the plant's
        chain. Before the next step of the issuance the same bundle is given again (200). 409 while the
        newest step is on its way to the ledger.

        Args:
            plant_id (str): Id of the plant, as it was registered
            period_id (str): Id of the monitoring period
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
        """
        return await _make_period_bundle.asyncio(
            client=self._client,
            plant_id=plant_id,
            period_id=period_id,
            idempotency_key=idempotency_key,
        )

    async def close_period(
        self,
        plant_id: str,
        period_id: str,
        *,
        body: ClosingFacts,
        idempotency_key: str | Unset = UNSET,
    ) -> Stated:
        """Close a monitoring period.

        Computes the period from the registers of its main meters, as far as the plant's chain holds them
        now, and appends the statement to that chain. Export earns only between readings that follow each
        other without a gap and count by their verdict; import, gross generation and fuel count in full, and
        where they are not known the period is refused (422). Invoice and check figures can only lower the
        result. The statement is unverified until a verifier has signed it. Closed periods that rest on
        records which have stopped counting since are stated anew in the same act, and a request to issue
        them that still waits is void by it; those statements are listed behind its own.

        Args:
            plant_id (str): Id of the plant, as it was registered
            period_id (str): Id of the monitoring period
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (ClosingFacts):
        """
        return await _close_period.asyncio(
            client=self._client,
            plant_id=plant_id,
            period_id=period_id,
            body=body,
            idempotency_key=idempotency_key,
        )

    async def get_period_statement(
        self,
        plant_id: str,
        period_id: str,
        statement_no: int,
    ) -> PeriodStatement:
        """Get a statement, byte for byte.

        Its canonical (RFC 8785) bytes as they were made; the record of the plant's chain that holds it as
        `statement` is listed with the period.

        Args:
            plant_id (str): Id of the plant, as it was registered
            period_id (str): Id of the monitoring period
            statement_no (int): Number of the statement in its period, from 1
        """
        return await _get_period_statement.asyncio(
            client=self._client,
            plant_id=plant_id,
            period_id=period_id,
            statement_no=statement_no,
        )

    async def recompute_period_statement(
        self,
        plant_id: str,
        period_id: str,
        statement_no: int,
    ) -> Recomputation:
        """Compute a statement again and compare.

        From the plant's chain up to the place the statement names, now, and compared byte for byte.

        Args:
            plant_id (str): Id of the plant, as it was registered
            period_id (str): Id of the monitoring period
            statement_no (int): Number of the statement in its period, from 1
        """
        return await _recompute_period_statement.asyncio(
            client=self._client,
            plant_id=plant_id,
            period_id=period_id,
            statement_no=statement_no,
        )

    async def upload_manual_report(
        self,
        plant_id: str,
        *,
        body: File,
        idempotency_key: str | Unset = UNSET,
    ) -> ShadowReport:
        """Compare a manual monitoring report with the gateway.

        Shadow mode: the body is a CSV table with a heading, one row per day (2026-03-01) or month (2026-03)
        of the plant, at most 400. Columns: `period` and `export_kwh`; where known `import_kwh`,
        `gross_kwh`, `er_t`, `fuel_kg`, `rejected_readings` (readings the manual procedure left out) and
        `interventions`. Energies also in `_wh` or `_mwh`, reductions in `_g` or `_kg`.

        Each row is computed from the registers by the same path as a period's closing; nothing is closed or
        credited. The verdict holds the pilot's pass marks: delta below 5 % in every row, false rejections
        below 0.5 % of readings, more than 99 % of records under an anchored checkpoint.

        Args:
            plant_id (str): Id of the plant, as it was registered
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (File):
        """
        return await _upload_manual_report.asyncio(
            client=self._client,
            plant_id=plant_id,
            body=body,
            idempotency_key=idempotency_key,
        )

    async def get_shadow_report(
        self,
        plant_id: str,
        report_id: str,
    ) -> ShadowReport:
        """Look at a shadow report.

        As it was made; as a page to print where `Accept` asks for text/html.

        Args:
            plant_id (str): Id of the plant, as it was registered
            report_id (str): Id of the report
        """
        return await _get_shadow_report.asyncio(
            client=self._client,
            plant_id=plant_id,
            report_id=report_id,
        )
