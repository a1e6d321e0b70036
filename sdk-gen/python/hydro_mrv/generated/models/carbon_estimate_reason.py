from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="CarbonEstimateReason")


@_attrs_define
class CarbonEstimateReason:
    """
    Attributes:
        rule (str):
        detail (str):
    """

    rule: str
    detail: str

    def to_dict(self) -> dict[str, Any]:
        rule = self.rule

        detail = self.detail

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "rule": rule,
                "detail": detail,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        rule = d.pop("rule")

        detail = d.pop("detail")

        carbon_estimate_reason = cls(
            rule=rule,
            detail=detail,
        )

        return carbon_estimate_reason
