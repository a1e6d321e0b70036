from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="DriftReportRecent")


@_attrs_define
class DriftReportRecent:
    """
    Attributes:
        from_ (str):
        to (str):
        readings (int):
    """

    from_: str
    to: str
    readings: int

    def to_dict(self) -> dict[str, Any]:
        from_ = self.from_

        to = self.to

        readings = self.readings

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "from": from_,
                "to": to,
                "readings": readings,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        from_ = d.pop("from")

        to = d.pop("to")

        readings = d.pop("readings")

        drift_report_recent = cls(
            from_=from_,
            to=to,
            readings=readings,
        )

        return drift_report_recent
