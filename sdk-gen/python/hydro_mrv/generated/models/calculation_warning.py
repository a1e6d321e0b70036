from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="CalculationWarning")


@_attrs_define
class CalculationWarning:
    """
    Attributes:
        rule (str):
        pointer (str):
        detail (str):
    """

    rule: str
    pointer: str
    detail: str

    def to_dict(self) -> dict[str, Any]:
        rule = self.rule

        pointer = self.pointer

        detail = self.detail

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "rule": rule,
                "pointer": pointer,
                "detail": detail,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        rule = d.pop("rule")

        pointer = d.pop("pointer")

        detail = d.pop("detail")

        calculation_warning = cls(
            rule=rule,
            pointer=pointer,
            detail=detail,
        )

        return calculation_warning
