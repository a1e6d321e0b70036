from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="Transfer")


@_attrs_define
class Transfer:
    """
    Attributes:
        transfer_id (str):
        issuance_id (str):
        token_id (str):
        units (str):
        to_account (str):
        account_url (None | str): On HashScan; null on the local ledger and before there is one
        state (str): `pending_claim`: the account had no room for the token, so that an airdrop waits there until its
            owner claims it (HIP-904) or you recall it. `failed` and `cancelled`: the units are yours again. One of
            `ordered`, `pending_claim`, `done`, `failed`, `cancelled`
        route (None | str): Null until it is planned. One of `transfer`, `airdrop`
        reason (None | str): Why it failed or was cancelled
        statement (str): What was ordered, in canonical form (RFC 8785)
        memo (str): SHA-256 of `statement`: the memo of the ledger's transaction
        transaction_id (None | str):
        hashscan_url (None | str): On HashScan; null on the local ledger and before there is one
        claim_transaction_id (None | str): With which the receiver took an airdrop that waited
        ordered_at (str):
        recalled_at (None | str):
        settled_at (None | str):
        record_id (str): Of the order, in the plant's chain
    """

    transfer_id: str
    issuance_id: str
    token_id: str
    units: str
    to_account: str
    account_url: None | str
    state: str
    route: None | str
    reason: None | str
    statement: str
    memo: str
    transaction_id: None | str
    hashscan_url: None | str
    claim_transaction_id: None | str
    ordered_at: str
    recalled_at: None | str
    settled_at: None | str
    record_id: str

    def to_dict(self) -> dict[str, Any]:
        transfer_id = self.transfer_id

        issuance_id = self.issuance_id

        token_id = self.token_id

        units = self.units

        to_account = self.to_account

        account_url: None | str
        account_url = self.account_url

        state = self.state

        route: None | str
        route = self.route

        reason: None | str
        reason = self.reason

        statement = self.statement

        memo = self.memo

        transaction_id: None | str
        transaction_id = self.transaction_id

        hashscan_url: None | str
        hashscan_url = self.hashscan_url

        claim_transaction_id: None | str
        claim_transaction_id = self.claim_transaction_id

        ordered_at = self.ordered_at

        recalled_at: None | str
        recalled_at = self.recalled_at

        settled_at: None | str
        settled_at = self.settled_at

        record_id = self.record_id

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "transfer_id": transfer_id,
                "issuance_id": issuance_id,
                "token_id": token_id,
                "units": units,
                "to_account": to_account,
                "account_url": account_url,
                "state": state,
                "route": route,
                "reason": reason,
                "statement": statement,
                "memo": memo,
                "transaction_id": transaction_id,
                "hashscan_url": hashscan_url,
                "claim_transaction_id": claim_transaction_id,
                "ordered_at": ordered_at,
                "recalled_at": recalled_at,
                "settled_at": settled_at,
                "record_id": record_id,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        transfer_id = d.pop("transfer_id")

        issuance_id = d.pop("issuance_id")

        token_id = d.pop("token_id")

        units = d.pop("units")

        to_account = d.pop("to_account")

        def _parse_account_url(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        account_url = _parse_account_url(d.pop("account_url"))

        state = d.pop("state")

        def _parse_route(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        route = _parse_route(d.pop("route"))

        def _parse_reason(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        reason = _parse_reason(d.pop("reason"))

        statement = d.pop("statement")

        memo = d.pop("memo")

        def _parse_transaction_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        transaction_id = _parse_transaction_id(d.pop("transaction_id"))

        def _parse_hashscan_url(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        hashscan_url = _parse_hashscan_url(d.pop("hashscan_url"))

        def _parse_claim_transaction_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        claim_transaction_id = _parse_claim_transaction_id(d.pop("claim_transaction_id"))

        ordered_at = d.pop("ordered_at")

        def _parse_recalled_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        recalled_at = _parse_recalled_at(d.pop("recalled_at"))

        def _parse_settled_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        settled_at = _parse_settled_at(d.pop("settled_at"))

        record_id = d.pop("record_id")

        transfer = cls(
            transfer_id=transfer_id,
            issuance_id=issuance_id,
            token_id=token_id,
            units=units,
            to_account=to_account,
            account_url=account_url,
            state=state,
            route=route,
            reason=reason,
            statement=statement,
            memo=memo,
            transaction_id=transaction_id,
            hashscan_url=hashscan_url,
            claim_transaction_id=claim_transaction_id,
            ordered_at=ordered_at,
            recalled_at=recalled_at,
            settled_at=settled_at,
            record_id=record_id,
        )

        return transfer
