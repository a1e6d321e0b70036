from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="ShadowReportDesign")


@_attrs_define
class ShadowReportDesign:
    """
    Attributes:
        version (int):
        record_id (str): Random: says nothing of order, number or plant
    """

    version: int
    record_id: str

    def to_dict(self) -> dict[str, Any]:
        version = self.version

        record_id = self.record_id

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "version": version,
                "record_id": record_id,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        version = d.pop("version")

        record_id = d.pop("record_id")

        shadow_report_design = cls(
            version=version,
            record_id=record_id,
        )

        return shadow_report_design
