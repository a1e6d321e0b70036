from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="ReasonInWords")


@_attrs_define
class ReasonInWords:
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

        reason_in_words = cls(
            rule=rule,
            detail=detail,
        )

        return reason_in_words
