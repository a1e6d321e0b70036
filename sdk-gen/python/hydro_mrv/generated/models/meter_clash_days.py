from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="MeterClashDays")


@_attrs_define
class MeterClashDays:
    """
    Attributes:
        from_at (str):
        to_at (str):
    """

    from_at: str
    to_at: str

    def to_dict(self) -> dict[str, Any]:
        from_at = self.from_at

        to_at = self.to_at

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "from_at": from_at,
                "to_at": to_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        from_at = d.pop("from_at")

        to_at = d.pop("to_at")

        meter_clash_days = cls(
            from_at=from_at,
            to_at=to_at,
        )

        return meter_clash_days
