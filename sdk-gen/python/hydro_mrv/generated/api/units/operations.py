from ...client import AuthenticatedClient
from ...models.holding_list import HoldingList
from ...models.retirement import Retirement
from ...models.retirement_page import RetirementPage
from ...models.retirement_request import RetirementRequest
from ...models.transfer import Transfer
from ...models.transfer_list import TransferList
from ...models.transfer_request import TransferRequest
from ...types import UNSET, Unset
from . import get_retirement as _get_retirement
from . import get_transfer as _get_transfer
from . import list_holdings as _list_holdings
from . import list_issuance_retirements as _list_issuance_retirements
from . import list_retirements as _list_retirements
from . import list_transfers as _list_transfers
from . import order_retirement as _order_retirement
from . import order_transfer as _order_transfer
from . import recall_transfer as _recall_transfer


class Operations:
    """Operations of the API's part "units"."""

    def __init__(self, client: AuthenticatedClient) -> None:
        self._client = client

    def list_holdings(
        self,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> HoldingList:
        """List the issued units that your organisation holds.

        By issuance and token. What is free may be transferred or retired; the four places add up to what
        was minted, always.

        Args:
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return _list_holdings.sync(
            client=self._client,
            cursor=cursor,
            limit=limit,
        )

    def list_issuance_retirements(
        self,
        issuance_id: str,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> RetirementPage:
        """List the retirements of an issuance.

        Of your own organisation, oldest first, those that the ledger has not done yet included.

        Args:
            issuance_id (str): Id of the issuance
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return _list_issuance_retirements.sync(
            client=self._client,
            issuance_id=issuance_id,
            cursor=cursor,
            limit=limit,
        )

    def order_retirement(
        self,
        issuance_id: str,
        *,
        body: RetirementRequest,
        idempotency_key: str,
    ) -> Retirement:
        """Retire issued units for somebody.

        For the owner, signed in with a second factor. **Final**: from this call on the units are nobody's,
        and you cannot take them back; only where the ledger has their token deleted before it retired them
        does it end `failed`, and nothing is retired. The answer does not wait for the ledger, which burns
        them (or moves them to the retirement account) once, under the digest of the statement that this
        makes. What is sent here becomes public as it is written, under an id that names neither plant nor
        organisation. Units that were transferred are the receiver's to retire.

        Args:
            issuance_id (str): Id of the issuance
            idempotency_key (str): A new one for each order; the same one and content again is the
                first order, for ever. 1-255 visible ASCII characters, best as a structured-field string:
                `"8e03978e"`
            body (RetirementRequest):
        """
        return _order_retirement.sync(
            client=self._client,
            issuance_id=issuance_id,
            body=body,
            idempotency_key=idempotency_key,
        )

    def list_transfers(
        self,
        issuance_id: str,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> TransferList:
        """List the transfers of an issuance.

        Of your own organisation, oldest first.

        Args:
            issuance_id (str): Id of the issuance
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return _list_transfers.sync(
            client=self._client,
            issuance_id=issuance_id,
            cursor=cursor,
            limit=limit,
        )

    def order_transfer(
        self,
        issuance_id: str,
        *,
        body: TransferRequest,
        idempotency_key: str,
    ) -> Transfer:
        """Transfer issued units to an account of the ledger.

        For the owner, signed in with a second factor. The order is committed and the units are set aside;
        the answer does not wait for the ledger, which does it once. An account that has no room for the
        token gets an airdrop, which waits there until its owner claims it (`pending_claim`). If the ledger
        refuses the account for good the units are free again (`failed`). Refused (422) with `rule` for an
        account that the ledger does not have, more units than are free, or a halted token.

        Args:
            issuance_id (str): Id of the issuance
            idempotency_key (str): A new one for each order; the same one and content again is the
                first order, for ever. 1-255 visible ASCII characters, best as a structured-field string:
                `"8e03978e"`
            body (TransferRequest):
        """
        return _order_transfer.sync(
            client=self._client,
            issuance_id=issuance_id,
            body=body,
            idempotency_key=idempotency_key,
        )

    def list_retirements(
        self,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> RetirementPage:
        """List what was retired.

        Public: retirements that the ledger has done, of all organisations of this gateway, newest first, as
        far as whoever retired disclosed it. No credit of a programme.

        Args:
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return _list_retirements.sync(
            client=self._client,
            cursor=cursor,
            limit=limit,
        )

    def get_retirement(
        self,
        retirement_id: str,
    ) -> Retirement:
        """Look at one retirement.

        Public: what the retiring party disclosed, and where it stands on the ledger. SHA-256 of `statement`
        is the memo of that transaction, so anybody can check that the ledger retired exactly this. For
        people: `/retirements/{retirement_id}`.

        Args:
            retirement_id (str): Id of the retirement
        """
        return _get_retirement.sync(
            client=self._client,
            retirement_id=retirement_id,
        )

    def get_transfer(
        self,
        transfer_id: str,
    ) -> Transfer:
        """Look at one transfer.

        How far it has got, and the ledger's transaction once there is one.

        Args:
            transfer_id (str): Id of the transfer
        """
        return _get_transfer.sync(
            client=self._client,
            transfer_id=transfer_id,
        )

    def recall_transfer(
        self,
        transfer_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> Transfer:
        """Take back a transfer that has not arrived.

        For the owner, signed in with a second factor. Before anything was sent it is cancelled at once. An
        airdrop that waits is recalled: the ledger decides whether the receiver or the recall was first, and
        the units are free again only if it was the recall. Again: 200.

        Args:
            transfer_id (str): Id of the transfer
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
        """
        return _recall_transfer.sync(
            client=self._client,
            transfer_id=transfer_id,
            idempotency_key=idempotency_key,
        )


class AsyncOperations:
    """Operations of the API's part "units"."""

    def __init__(self, client: AuthenticatedClient) -> None:
        self._client = client

    async def list_holdings(
        self,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> HoldingList:
        """List the issued units that your organisation holds.

        By issuance and token. What is free may be transferred or retired; the four places add up to what
        was minted, always.

        Args:
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return await _list_holdings.asyncio(
            client=self._client,
            cursor=cursor,
            limit=limit,
        )

    async def list_issuance_retirements(
        self,
        issuance_id: str,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> RetirementPage:
        """List the retirements of an issuance.

        Of your own organisation, oldest first, those that the ledger has not done yet included.

        Args:
            issuance_id (str): Id of the issuance
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return await _list_issuance_retirements.asyncio(
            client=self._client,
            issuance_id=issuance_id,
            cursor=cursor,
            limit=limit,
        )

    async def order_retirement(
        self,
        issuance_id: str,
        *,
        body: RetirementRequest,
        idempotency_key: str,
    ) -> Retirement:
        """Retire issued units for somebody.

        For the owner, signed in with a second factor. **Final**: from this call on the units are nobody's,
        and you cannot take them back; only where the ledger has their token deleted before it retired them
        does it end `failed`, and nothing is retired. The answer does not wait for the ledger, which burns
        them (or moves them to the retirement account) once, under the digest of the statement that this
        makes. What is sent here becomes public as it is written, under an id that names neither plant nor
        organisation. Units that were transferred are the receiver's to retire.

        Args:
            issuance_id (str): Id of the issuance
            idempotency_key (str): A new one for each order; the same one and content again is the
                first order, for ever. 1-255 visible ASCII characters, best as a structured-field string:
                `"8e03978e"`
            body (RetirementRequest):
        """
        return await _order_retirement.asyncio(
            client=self._client,
            issuance_id=issuance_id,
            body=body,
            idempotency_key=idempotency_key,
        )

    async def list_transfers(
        self,
        issuance_id: str,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> TransferList:
        """List the transfers of an issuance.

        Of your own organisation, oldest first.

        Args:
            issuance_id (str): Id of the issuance
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return await _list_transfers.asyncio(
            client=self._client,
            issuance_id=issuance_id,
            cursor=cursor,
            limit=limit,
        )

    async def order_transfer(
        self,
        issuance_id: str,
        *,
        body: TransferRequest,
        idempotency_key: str,
    ) -> Transfer:
        """Transfer issued units to an account of the ledger.

        For the owner, signed in with a second factor. The order is committed and the units are set aside;
        the answer does not wait for the ledger, which does it once. An account that has no room for the
        token gets an airdrop, which waits there until its owner claims it (`pending_claim`). If the ledger
        refuses the account for good the units are free again (`failed`). Refused (422) with `rule` for an
        account that the ledger does not have, more units than are free, or a halted token.

        Args:
            issuance_id (str): Id of the issuance
            idempotency_key (str): A new one for each order; the same one and content again is the
                first order, for ever. 1-255 visible ASCII characters, best as a structured-field string:
                `"8e03978e"`
            body (TransferRequest):
        """
        return await _order_transfer.asyncio(
            client=self._client,
            issuance_id=issuance_id,
            body=body,
            idempotency_key=idempotency_key,
        )

    async def list_retirements(
        self,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> RetirementPage:
        """List what was retired.

        Public: retirements that the ledger has done, of all organisations of this gateway, newest first, as
        far as whoever retired disclosed it. No credit of a programme.

        Args:
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return await _list_retirements.asyncio(
            client=self._client,
            cursor=cursor,
            limit=limit,
        )

    async def get_retirement(
        self,
        retirement_id: str,
    ) -> Retirement:
        """Look at one retirement.

        Public: what the retiring party disclosed, and where it stands on the ledger. SHA-256 of `statement`
        is the memo of that transaction, so anybody can check that the ledger retired exactly this. For
        people: `/retirements/{retirement_id}`.

        Args:
            retirement_id (str): Id of the retirement
        """
        return await _get_retirement.asyncio(
            client=self._client,
            retirement_id=retirement_id,
        )

    async def get_transfer(
        self,
        transfer_id: str,
    ) -> Transfer:
        """Look at one transfer.

        How far it has got, and the ledger's transaction once there is one.

        Args:
            transfer_id (str): Id of the transfer
        """
        return await _get_transfer.asyncio(
            client=self._client,
            transfer_id=transfer_id,
        )

    async def recall_transfer(
        self,
        transfer_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> Transfer:
        """Take back a transfer that has not arrived.

        For the owner, signed in with a second factor. Before anything was sent it is cancelled at once. An
        airdrop that waits is recalled: the ledger decides whether the receiver or the recall was first, and
        the units are free again only if it was the recall. Again: 200.

        Args:
            transfer_id (str): Id of the transfer
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
        """
        return await _recall_transfer.asyncio(
            client=self._client,
            transfer_id=transfer_id,
            idempotency_key=idempotency_key,
        )
