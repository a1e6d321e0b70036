from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="ShadowReportVerdictMark")


@_attrs_define
class ShadowReportVerdictMark:
    """
    Attributes:
        mark (str):
        limit (str):
        value (None | str):
        passed (bool):
    """

    mark: str
    limit: str
    value: None | str
    passed: bool

    def to_dict(self) -> dict[str, Any]:
        mark = self.mark

        limit = self.limit

        value: None | str
        value = self.value

        passed = self.passed

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "mark": mark,
                "limit": limit,
                "value": value,
                "passed": passed,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        mark = d.pop("mark")

        limit = d.pop("limit")

        def _parse_value(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        value = _parse_value(d.pop("value"))

        passed = d.pop("passed")

        shadow_report_verdict_mark = cls(
            mark=mark,
            limit=limit,
            value=value,
            passed=passed,
        )

        return shadow_report_verdict_mark
