from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.shadow_report_verdict_mark import ShadowReportVerdictMark


T = TypeVar("T", bound="ShadowReportVerdict")


@_attrs_define
class ShadowReportVerdict:
    """
    Attributes:
        passed (bool):
        marks (list[ShadowReportVerdictMark]):
    """

    passed: bool
    marks: list[ShadowReportVerdictMark]

    def to_dict(self) -> dict[str, Any]:
        passed = self.passed

        marks = []
        for marks_item_data in self.marks:
            marks_item = marks_item_data.to_dict()
            marks.append(marks_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "passed": passed,
                "marks": marks,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.shadow_report_verdict_mark import ShadowReportVerdictMark  # noqa: PLC0415

        d = dict(src_dict)
        passed = d.pop("passed")

        marks = []
        _marks = d.pop("marks")
        for marks_item_data in _marks:
            marks_item = ShadowReportVerdictMark.from_dict(marks_item_data)

            marks.append(marks_item)

        shadow_report_verdict = cls(
            passed=passed,
            marks=marks,
        )

        return shadow_report_verdict
