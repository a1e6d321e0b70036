from ...client import AuthenticatedClient
from ...models.log_consistency import LogConsistency
from ...models.log_key import LogKey
from ...types import File
from . import get_checkpoint as _get_checkpoint
from . import get_log_consistency as _get_log_consistency
from . import get_log_entries as _get_log_entries
from . import get_log_key as _get_log_key
from . import get_log_tile as _get_log_tile


class Operations:
    """Operations of the API's part "log"."""

    def __init__(self, client: AuthenticatedClient) -> None:
        self._client = client

    def get_checkpoint(
        self,
    ) -> str:
        """Get the newest checkpoint that stands on the ledger.

        C2SP tlog-checkpoint: origin, number of leaves, root and signature, as a signed note. A checkpoint
        whose message is still on its way to the ledger is not shown.
        """
        return _get_checkpoint.sync(
            client=self._client,
        )

    def get_log_consistency(
        self,
        *,
        first: int,
        second: int,
    ) -> LogConsistency:
        """Get the proof that the log only grew.

        The consistency path of RFC 9162 section 2.1.4 between two sizes, to be checked against two signed
        checkpoints, for example two messages of the topic.

        Args:
            first (int): The older size, in leaves
            second (int): The newer size, in leaves; at most that of the published checkpoint
        """
        return _get_log_consistency.sync(
            client=self._client,
            first=first,
            second=second,
        )

    def get_log_key(
        self,
    ) -> LogKey:
        """Get the log's verifier key.

        C2SP signed-note verifier key as text; as JSON, when asked for, with the log's place on the ledger.
        The same key is in the first message of the topic: compare them there, not here.
        """
        return _get_log_key.sync(
            client=self._client,
        )

    def get_log_entries(
        self,
        index: str,
    ) -> File:
        """Get a bundle of the log's entries.

        C2SP tlog-tiles: up to 256 entries, each behind its length as two bytes, big-endian. An entry is a
        record's commitment, 32 bytes: SHA-256 of the record's exact bytes, which hold a secret salt. It
        says nothing of plant, device or owner.

        Args:
            index (str): Index of the tile in groups of three digits, all but the last behind an `x`
                and before a slash (1234067 is `x001/x234/067`); a partial tile of W hashes adds `.p/W`
        """
        return _get_log_entries.sync(
            client=self._client,
            index=index,
        )

    def get_log_tile(
        self,
        level: str,
        index: str,
    ) -> File:
        """Get a tile of the log's hash tree.

        C2SP tlog-tiles: up to 256 hashes of 32 bytes. Level 0 holds leaf hashes, each further level the
        roots of full tiles below (RFC 9162, SHA-256). Tiles reach as far as the published checkpoint,
        partial ones of every width up to there.

        Args:
            level (str): 0-63, without leading zeros
            index (str): Index of the tile in groups of three digits, all but the last behind an `x`
                and before a slash (1234067 is `x001/x234/067`); a partial tile of W hashes adds `.p/W`
        """
        return _get_log_tile.sync(
            client=self._client,
            level=level,
            index=index,
        )


class AsyncOperations:
    """Operations of the API's part "log"."""

    def __init__(self, client: AuthenticatedClient) -> None:
        self._client = client

    async def get_checkpoint(
        self,
    ) -> str:
        """Get the newest checkpoint that stands on the ledger.

        C2SP tlog-checkpoint: origin, number of leaves, root and signature, as a signed note. A checkpoint
        whose message is still on its way to the ledger is not shown.
        """
        return await _get_checkpoint.asyncio(
            client=self._client,
        )

    async def get_log_consistency(
        self,
        *,
        first: int,
        second: int,
    ) -> LogConsistency:
        """Get the proof that the log only grew.

        The consistency path of RFC 9162 section 2.1.4 between two sizes, to be checked against two signed
        checkpoints, for example two messages of the topic.

        Args:
            first (int): The older size, in leaves
            second (int): The newer size, in leaves; at most that of the published checkpoint
        """
        return await _get_log_consistency.asyncio(
            client=self._client,
            first=first,
            second=second,
        )

    async def get_log_key(
        self,
    ) -> LogKey:
        """Get the log's verifier key.

        C2SP signed-note verifier key as text; as JSON, when asked for, with the log's place on the ledger.
        The same key is in the first message of the topic: compare them there, not here.
        """
        return await _get_log_key.asyncio(
            client=self._client,
        )

    async def get_log_entries(
        self,
        index: str,
    ) -> File:
        """Get a bundle of the log's entries.

        C2SP tlog-tiles: up to 256 entries, each behind its length as two bytes, big-endian. An entry is a
        record's commitment, 32 bytes: SHA-256 of the record's exact bytes, which hold a secret salt. It
        says nothing of plant, device or owner.

        Args:
            index (str): Index of the tile in groups of three digits, all but the last behind an `x`
                and before a slash (1234067 is `x001/x234/067`); a partial tile of W hashes adds `.p/W`
        """
        return await _get_log_entries.asyncio(
            client=self._client,
            index=index,
        )

    async def get_log_tile(
        self,
        level: str,
        index: str,
    ) -> File:
        """Get a tile of the log's hash tree.

        C2SP tlog-tiles: up to 256 hashes of 32 bytes. Level 0 holds leaf hashes, each further level the
        roots of full tiles below (RFC 9162, SHA-256). Tiles reach as far as the published checkpoint,
        partial ones of every width up to there.

        Args:
            level (str): 0-63, without leading zeros
            index (str): Index of the tile in groups of three digits, all but the last behind an `x`
                and before a slash (1234067 is `x001/x234/067`); a partial tile of W hashes adds `.p/W`
        """
        return await _get_log_tile.asyncio(
            client=self._client,
            level=level,
            index=index,
        )
