from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="VerifyAnswerCheck")


@_attrs_define
class VerifyAnswerCheck:
    """
    Attributes:
        check (str):
        ok (bool):
        detail (str):
    """

    check: str
    ok: bool
    detail: str

    def to_dict(self) -> dict[str, Any]:
        check = self.check

        ok = self.ok

        detail = self.detail

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "check": check,
                "ok": ok,
                "detail": detail,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        check = d.pop("check")

        ok = d.pop("ok")

        detail = d.pop("detail")

        verify_answer_check = cls(
            check=check,
            ok=ok,
            detail=detail,
        )

        return verify_answer_check
