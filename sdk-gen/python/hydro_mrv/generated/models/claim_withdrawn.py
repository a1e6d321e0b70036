from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="ClaimWithdrawn")


@_attrs_define
class ClaimWithdrawn:
    """
    Attributes:
        at (str):
        reason (str):
        record_id (str): Random: says nothing of order, number or plant
    """

    at: str
    reason: str
    record_id: str

    def to_dict(self) -> dict[str, Any]:
        at = self.at

        reason = self.reason

        record_id = self.record_id

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "at": at,
                "reason": reason,
                "record_id": record_id,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        at = d.pop("at")

        reason = d.pop("reason")

        record_id = d.pop("record_id")

        claim_withdrawn = cls(
            at=at,
            reason=reason,
            record_id=record_id,
        )

        return claim_withdrawn
