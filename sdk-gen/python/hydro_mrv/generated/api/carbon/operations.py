from ...client import AuthenticatedClient
from ...models.carbon_calculation import CarbonCalculation
from ...models.carbon_calculation_request import CarbonCalculationRequest
from ...models.grid_table import GridTable
from ...models.grid_table_page import GridTablePage
from ...models.grid_table_upload import GridTableUpload
from ...types import UNSET, Unset
from . import calculate_carbon as _calculate_carbon
from . import get_grid_table as _get_grid_table
from . import list_grid_tables as _list_grid_tables
from . import upload_grid_table as _upload_grid_table


class Operations:
    """Operations of the API's part "carbon"."""

    def __init__(self, client: AuthenticatedClient) -> None:
        self._client = client

    def calculate_carbon(
        self,
        *,
        body: CarbonCalculationRequest,
        idempotency_key: str | Unset = UNSET,
    ) -> CarbonCalculation:
        """Compute emission reductions.

        Stateless: the answer follows from the request, the rulebook and the factor table it names alone,
        and nothing is stored. The same code closes monitoring periods; `npm run audit -- carbon FILE` gives
        the same bytes offline.

        **Rulebooks:** `acm0002-v22.0`, `ams-i.d-v18`, `vmr0017-v1.0`. **Grid factor:** a table (the
        gateway's, or one of your own: `POST /api/v1/carbon/grid-tables`) and year, two margins, a combined
        margin, or the grid's units (TOOL07).

        **Numbers** may be digits in strings, or JSON numbers that are exact: whole numbers up to 2^53,
        factors of at most six decimals. Nothing is computed in binary floats.

        **Refused, never zero:** a design the rulebook does not apply to, an unknown register, factor cell,
        rulebook or year answers 422 with `rule`, `clause` and the field in `errors`. Whatever this computes
        is an unverified estimate until a verifier has signed its period.

        Args:
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (CarbonCalculationRequest):
        """
        return _calculate_carbon.sync(
            client=self._client,
            body=body,
            idempotency_key=idempotency_key,
        )

    def list_grid_tables(
        self,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> GridTablePage:
        """List the grid-factor tables that may be named.

        Your organisation's and the gateway's own, by id. Follow `next_cursor`, or the Link header.

        Args:
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return _list_grid_tables.sync(
            client=self._client,
            cursor=cursor,
            limit=limit,
        )

    def upload_grid_table(
        self,
        *,
        body: GridTableUpload,
        idempotency_key: str | Unset = UNSET,
    ) -> GridTable:
        """Upload a grid-factor table of your own.

        Emission factors of a grid by year, with where they come from and for which days of generation they
        may serve. From then on calculations and project designs of your organisation name it by `id`. A
        table never changes: the same content again answers the first one, other content under its id is a
        409, and a correction is a table of another id. Use outside its validity is a 422 with `rule` and
        `clause`.

        Args:
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (GridTableUpload):
        """
        return _upload_grid_table.sync(
            client=self._client,
            body=body,
            idempotency_key=idempotency_key,
        )

    def get_grid_table(
        self,
        table_id: str,
    ) -> GridTable:
        """Look at one grid-factor table.

        One of your organisation's or of the gateway's own. The answer is a file for `npm run audit --
        carbon FILE --grid-table FILE`.

        Args:
            table_id (str): Id of the grid table, as it was uploaded
        """
        return _get_grid_table.sync(
            client=self._client,
            table_id=table_id,
        )


class AsyncOperations:
    """Operations of the API's part "carbon"."""

    def __init__(self, client: AuthenticatedClient) -> None:
        self._client = client

    async def calculate_carbon(
        self,
        *,
        body: CarbonCalculationRequest,
        idempotency_key: str | Unset = UNSET,
    ) -> CarbonCalculation:
        """Compute emission reductions.

        Stateless: the answer follows from the request, the rulebook and the factor table it names alone,
        and nothing is stored. The same code closes monitoring periods; `npm run audit -- carbon FILE` gives
        the same bytes offline.

        **Rulebooks:** `acm0002-v22.0`, `ams-i.d-v18`, `vmr0017-v1.0`. **Grid factor:** a table (the
        gateway's, or one of your own: `POST /api/v1/carbon/grid-tables`) and year, two margins, a combined
        margin, or the grid's units (TOOL07).

        **Numbers** may be digits in strings, or JSON numbers that are exact: whole numbers up to 2^53,
        factors of at most six decimals. Nothing is computed in binary floats.

        **Refused, never zero:** a design the rulebook does not apply to, an unknown register, factor cell,
        rulebook or year answers 422 with `rule`, `clause` and the field in `errors`. Whatever this computes
        is an unverified estimate until a verifier has signed its period.

        Args:
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (CarbonCalculationRequest):
        """
        return await _calculate_carbon.asyncio(
            client=self._client,
            body=body,
            idempotency_key=idempotency_key,
        )

    async def list_grid_tables(
        self,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> GridTablePage:
        """List the grid-factor tables that may be named.

        Your organisation's and the gateway's own, by id. Follow `next_cursor`, or the Link header.

        Args:
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return await _list_grid_tables.asyncio(
            client=self._client,
            cursor=cursor,
            limit=limit,
        )

    async def upload_grid_table(
        self,
        *,
        body: GridTableUpload,
        idempotency_key: str | Unset = UNSET,
    ) -> GridTable:
        """Upload a grid-factor table of your own.

        Emission factors of a grid by year, with where they come from and for which days of generation they
        may serve. From then on calculations and project designs of your organisation name it by `id`. A
        table never changes: the same content again answers the first one, other content under its id is a
        409, and a correction is a table of another id. Use outside its validity is a 422 with `rule` and
        `clause`.

        Args:
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (GridTableUpload):
        """
        return await _upload_grid_table.asyncio(
            client=self._client,
            body=body,
            idempotency_key=idempotency_key,
        )

    async def get_grid_table(
        self,
        table_id: str,
    ) -> GridTable:
        """Look at one grid-factor table.

        One of your organisation's or of the gateway's own. The answer is a file for `npm run audit --
        carbon FILE --grid-table FILE`.

        Args:
            table_id (str): Id of the grid table, as it was uploaded
        """
        return await _get_grid_table.asyncio(
            client=self._client,
            table_id=table_id,
        )
