from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="ShadowReportFalseRejections")


@_attrs_define
class ShadowReportFalseRejections:
    """
    Attributes:
        readings (str):
        rejected (str):
        false_ (str): Rejections beyond those the manual procedure made itself
        percent (None | str):
    """

    readings: str
    rejected: str
    false_: str
    percent: None | str

    def to_dict(self) -> dict[str, Any]:
        readings = self.readings

        rejected = self.rejected

        false_ = self.false_

        percent: None | str
        percent = self.percent

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "readings": readings,
                "rejected": rejected,
                "false": false_,
                "percent": percent,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        readings = d.pop("readings")

        rejected = d.pop("rejected")

        false_ = d.pop("false")

        def _parse_percent(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        percent = _parse_percent(d.pop("percent"))

        shadow_report_false_rejections = cls(
            readings=readings,
            rejected=rejected,
            false_=false_,
            percent=percent,
        )

        return shadow_report_false_rejections
