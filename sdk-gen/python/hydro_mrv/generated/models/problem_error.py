from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="ProblemError")


@_attrs_define
class ProblemError:
    """
    Attributes:
        rule (str): Stable id of the broken rule
        detail (str):
        pointer (str | Unset): JSON pointer (RFC 6901) into the body
        parameter (str | Unset): Name of a query parameter or header
    """

    rule: str
    detail: str
    pointer: str | Unset = UNSET
    parameter: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        rule = self.rule

        detail = self.detail

        pointer = self.pointer

        parameter = self.parameter

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "rule": rule,
                "detail": detail,
            }
        )
        if pointer is not UNSET:
            field_dict["pointer"] = pointer
        if parameter is not UNSET:
            field_dict["parameter"] = parameter

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        rule = d.pop("rule")

        detail = d.pop("detail")

        pointer = d.pop("pointer", UNSET)

        parameter = d.pop("parameter", UNSET)

        problem_error = cls(
            rule=rule,
            detail=detail,
            pointer=pointer,
            parameter=parameter,
        )

        return problem_error
