from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="PlantImportReportRowError")


@_attrs_define
class PlantImportReportRowError:
    """
    Attributes:
        column (str):
        rule (str):
        detail (str):
    """

    column: str
    rule: str
    detail: str

    def to_dict(self) -> dict[str, Any]:
        column = self.column

        rule = self.rule

        detail = self.detail

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "column": column,
                "rule": rule,
                "detail": detail,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        column = d.pop("column")

        rule = d.pop("rule")

        detail = d.pop("detail")

        plant_import_report_row_error = cls(
            column=column,
            rule=rule,
            detail=detail,
        )

        return plant_import_report_row_error
