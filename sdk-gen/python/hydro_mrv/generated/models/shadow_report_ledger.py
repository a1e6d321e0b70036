from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="ShadowReportLedger")


@_attrs_define
class ShadowReportLedger:
    """
    Attributes:
        records (str):
        anchored (str):
        percent (None | str):
    """

    records: str
    anchored: str
    percent: None | str

    def to_dict(self) -> dict[str, Any]:
        records = self.records

        anchored = self.anchored

        percent: None | str
        percent = self.percent

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "records": records,
                "anchored": anchored,
                "percent": percent,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        records = d.pop("records")

        anchored = d.pop("anchored")

        def _parse_percent(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        percent = _parse_percent(d.pop("percent"))

        shadow_report_ledger = cls(
            records=records,
            anchored=anchored,
            percent=percent,
        )

        return shadow_report_ledger
