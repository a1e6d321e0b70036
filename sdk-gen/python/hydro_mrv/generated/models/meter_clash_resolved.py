from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="MeterClashResolved")


@_attrs_define
class MeterClashResolved:
    """
    Attributes:
        meter_of (str): One of `claimant`, `holder`, `distinct`
        reason (str):
        at (str):
        record_id (str): Random: says nothing of order, number or plant
    """

    meter_of: str
    reason: str
    at: str
    record_id: str

    def to_dict(self) -> dict[str, Any]:
        meter_of = self.meter_of

        reason = self.reason

        at = self.at

        record_id = self.record_id

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "meter_of": meter_of,
                "reason": reason,
                "at": at,
                "record_id": record_id,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        meter_of = d.pop("meter_of")

        reason = d.pop("reason")

        at = d.pop("at")

        record_id = d.pop("record_id")

        meter_clash_resolved = cls(
            meter_of=meter_of,
            reason=reason,
            at=at,
            record_id=record_id,
        )

        return meter_clash_resolved
