from ...client import AuthenticatedClient
from ...models.plant_record import PlantRecord
from ...models.proof import Proof
from ...models.sample_page import SamplePage
from ...types import UNSET, File, Unset
from . import export_records as _export_records
from . import export_samples as _export_samples
from . import export_signatures as _export_signatures
from . import get_record as _get_record
from . import get_record_proof as _get_record_proof
from . import get_record_samples as _get_record_samples


class Operations:
    """Operations of the API's part "records"."""

    def __init__(self, client: AuthenticatedClient) -> None:
        self._client = client

    def export_records(
        self,
        *,
        plant_id: str,
        from_seq: int | Unset = UNSET,
        to_seq: int | Unset = UNSET,
    ) -> File:
        """Export a plant's chain, byte for byte.

        The exact bytes of every record, configuration and readings alike, in order of acceptance, one a
        line: SHA-256 of a line (without its line feed) is the record's commitment, and `prev` of the next
        line names it. An answer that breaks off is not complete; go on with `from_seq`.

        Args:
            plant_id (str): Id of the plant, as it was registered
            from_seq (int | Unset): First record; 1 when left out
            to_seq (int | Unset): Last record; the newest when left out
        """
        return _export_records.sync(
            client=self._client,
            plant_id=plant_id,
            from_seq=from_seq,
            to_seq=to_seq,
        )

    def export_samples(
        self,
        *,
        plant_id: str,
        from_seq: int | Unset = UNSET,
        to_seq: int | Unset = UNSET,
    ) -> File:
        """Export what records were made of, byte for byte.

        For each record of the range that was made of samples, in the records' order, its samples in the
        order of time, one line of canonical JSON each: the leaves of the tree whose root the record names.
        Behind the line of a signed sample stands what its device signed, whose SHA-256 the sample names.

        Args:
            plant_id (str): Id of the plant, as it was registered
            from_seq (int | Unset): First record; 1 when left out
            to_seq (int | Unset): Last record; the newest when left out
        """
        return _export_samples.sync(
            client=self._client,
            plant_id=plant_id,
            from_seq=from_seq,
            to_seq=to_seq,
        )

    def export_signatures(
        self,
        *,
        plant_id: str,
        from_seq: int | Unset = UNSET,
        to_seq: int | Unset = UNSET,
    ) -> File:
        """Export what devices signed, byte for byte.

        For each signed record of the range, in the records' order, one line of canonical JSON: SHA-256 of a
        line (without its line feed) is `signature.sha256` of the record. It holds the signed text, the
        signature and, of a batch, the path: enough to check it with the key that the plant's chain
        registers.

        Args:
            plant_id (str): Id of the plant, as it was registered
            from_seq (int | Unset): First record; 1 when left out
            to_seq (int | Unset): Last record; the newest when left out
        """
        return _export_signatures.sync(
            client=self._client,
            plant_id=plant_id,
            from_seq=from_seq,
            to_seq=to_seq,
        )

    def get_record(
        self,
        id: str,
    ) -> PlantRecord:
        """Look at one record.

        The record with its verdict, carbon estimate and how far its anchoring has got.

        Args:
            id (str): Random: says nothing of order, number or plant
        """
        return _get_record.sync(
            client=self._client,
            id=id,
        )

    def get_record_proof(
        self,
        id: str,
    ) -> Proof:
        """Get everything needed to check one record without us.

        The record's exact bytes, its path to a signed checkpoint of the log, the log's key, and where on
        the ledger the checkpoint stands. Give it as it is to POST /api/v1/verify, or check it with any C2SP
        tlog-proof tool.

        Args:
            id (str): Random: says nothing of order, number or plant
        """
        return _get_record_proof.sync(
            client=self._client,
            id=id,
        )

    def get_record_samples(
        self,
        id: str,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> SamplePage:
        """See what a record was made of.

        Of a reading of a plant with an `accounting` interval: its samples, byte for byte in the order of
        time, each with its path to `samples.root` of the record. With the record's own proof the path
        reaches from what the device sent to the ledger.

        Args:
            id (str): Random: says nothing of order, number or plant
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return _get_record_samples.sync(
            client=self._client,
            id=id,
            cursor=cursor,
            limit=limit,
        )


class AsyncOperations:
    """Operations of the API's part "records"."""

    def __init__(self, client: AuthenticatedClient) -> None:
        self._client = client

    async def export_records(
        self,
        *,
        plant_id: str,
        from_seq: int | Unset = UNSET,
        to_seq: int | Unset = UNSET,
    ) -> File:
        """Export a plant's chain, byte for byte.

        The exact bytes of every record, configuration and readings alike, in order of acceptance, one a
        line: SHA-256 of a line (without its line feed) is the record's commitment, and `prev` of the next
        line names it. An answer that breaks off is not complete; go on with `from_seq`.

        Args:
            plant_id (str): Id of the plant, as it was registered
            from_seq (int | Unset): First record; 1 when left out
            to_seq (int | Unset): Last record; the newest when left out
        """
        return await _export_records.asyncio(
            client=self._client,
            plant_id=plant_id,
            from_seq=from_seq,
            to_seq=to_seq,
        )

    async def export_samples(
        self,
        *,
        plant_id: str,
        from_seq: int | Unset = UNSET,
        to_seq: int | Unset = UNSET,
    ) -> File:
        """Export what records were made of, byte for byte.

        For each record of the range that was made of samples, in the records' order, its samples in the
        order of time, one line of canonical JSON each: the leaves of the tree whose root the record names.
        Behind the line of a signed sample stands what its device signed, whose SHA-256 the sample names.

        Args:
            plant_id (str): Id of the plant, as it was registered
            from_seq (int | Unset): First record; 1 when left out
            to_seq (int | Unset): Last record; the newest when left out
        """
        return await _export_samples.asyncio(
            client=self._client,
            plant_id=plant_id,
            from_seq=from_seq,
            to_seq=to_seq,
        )

    async def export_signatures(
        self,
        *,
        plant_id: str,
        from_seq: int | Unset = UNSET,
        to_seq: int | Unset = UNSET,
    ) -> File:
        """Export what devices signed, byte for byte.

        For each signed record of the range, in the records' order, one line of canonical JSON: SHA-256 of a
        line (without its line feed) is `signature.sha256` of the record. It holds the signed text, the
        signature and, of a batch, the path: enough to check it with the key that the plant's chain
        registers.

        Args:
            plant_id (str): Id of the plant, as it was registered
            from_seq (int | Unset): First record; 1 when left out
            to_seq (int | Unset): Last record; the newest when left out
        """
        return await _export_signatures.asyncio(
            client=self._client,
            plant_id=plant_id,
            from_seq=from_seq,
            to_seq=to_seq,
        )

    async def get_record(
        self,
        id: str,
    ) -> PlantRecord:
        """Look at one record.

        The record with its verdict, carbon estimate and how far its anchoring has got.

        Args:
            id (str): Random: says nothing of order, number or plant
        """
        return await _get_record.asyncio(
            client=self._client,
            id=id,
        )

    async def get_record_proof(
        self,
        id: str,
    ) -> Proof:
        """Get everything needed to check one record without us.

        The record's exact bytes, its path to a signed checkpoint of the log, the log's key, and where on
        the ledger the checkpoint stands. Give it as it is to POST /api/v1/verify, or check it with any C2SP
        tlog-proof tool.

        Args:
            id (str): Random: says nothing of order, number or plant
        """
        return await _get_record_proof.asyncio(
            client=self._client,
            id=id,
        )

    async def get_record_samples(
        self,
        id: str,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> SamplePage:
        """See what a record was made of.

        Of a reading of a plant with an `accounting` interval: its samples, byte for byte in the order of
        time, each with its path to `samples.root` of the record. With the record's own proof the path
        reaches from what the device sent to the ledger.

        Args:
            id (str): Random: says nothing of order, number or plant
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return await _get_record_samples.asyncio(
            client=self._client,
            id=id,
            cursor=cursor,
            limit=limit,
        )
