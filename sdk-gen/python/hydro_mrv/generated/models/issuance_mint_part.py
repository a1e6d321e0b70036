from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="IssuanceMintPart")


@_attrs_define
class IssuanceMintPart:
    """
    Attributes:
        part_no (int):
        amount (str):
        memo (str): Of the ledger's transaction: the statement's digest
        state (str): One of `committed`, `minted`
        token_id (None | str):
        transaction_id (None | str):
        message_transaction_id (None | str): Of the log's topic message in one atomic batch with the mint; null where
            mints go alone
        token_url (None | str): On HashScan; null on the local ledger
        hashscan_url (None | str): Of the mint; null on the local ledger
    """

    part_no: int
    amount: str
    memo: str
    state: str
    token_id: None | str
    transaction_id: None | str
    message_transaction_id: None | str
    token_url: None | str
    hashscan_url: None | str

    def to_dict(self) -> dict[str, Any]:
        part_no = self.part_no

        amount = self.amount

        memo = self.memo

        state = self.state

        token_id: None | str
        token_id = self.token_id

        transaction_id: None | str
        transaction_id = self.transaction_id

        message_transaction_id: None | str
        message_transaction_id = self.message_transaction_id

        token_url: None | str
        token_url = self.token_url

        hashscan_url: None | str
        hashscan_url = self.hashscan_url

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "part_no": part_no,
                "amount": amount,
                "memo": memo,
                "state": state,
                "token_id": token_id,
                "transaction_id": transaction_id,
                "message_transaction_id": message_transaction_id,
                "token_url": token_url,
                "hashscan_url": hashscan_url,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        part_no = d.pop("part_no")

        amount = d.pop("amount")

        memo = d.pop("memo")

        state = d.pop("state")

        def _parse_token_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        token_id = _parse_token_id(d.pop("token_id"))

        def _parse_transaction_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        transaction_id = _parse_transaction_id(d.pop("transaction_id"))

        def _parse_message_transaction_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        message_transaction_id = _parse_message_transaction_id(d.pop("message_transaction_id"))

        def _parse_token_url(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        token_url = _parse_token_url(d.pop("token_url"))

        def _parse_hashscan_url(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        hashscan_url = _parse_hashscan_url(d.pop("hashscan_url"))

        issuance_mint_part = cls(
            part_no=part_no,
            amount=amount,
            memo=memo,
            state=state,
            token_id=token_id,
            transaction_id=transaction_id,
            message_transaction_id=message_transaction_id,
            token_url=token_url,
            hashscan_url=hashscan_url,
        )

        return issuance_mint_part
