from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="TokenHalted")


@_attrs_define
class TokenHalted:
    """
    Attributes:
        reason (str):
        transaction_id (None | str):
        hashscan_url (None | str):
        at (str):
    """

    reason: str
    transaction_id: None | str
    hashscan_url: None | str
    at: str

    def to_dict(self) -> dict[str, Any]:
        reason = self.reason

        transaction_id: None | str
        transaction_id = self.transaction_id

        hashscan_url: None | str
        hashscan_url = self.hashscan_url

        at = self.at

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "reason": reason,
                "transaction_id": transaction_id,
                "hashscan_url": hashscan_url,
                "at": at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        reason = d.pop("reason")

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

        at = d.pop("at")

        token_halted = cls(
            reason=reason,
            transaction_id=transaction_id,
            hashscan_url=hashscan_url,
            at=at,
        )

        return token_halted
