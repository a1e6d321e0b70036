from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.verify_answer_check import VerifyAnswerCheck


T = TypeVar("T", bound="VerifyAnswer")


@_attrs_define
class VerifyAnswer:
    """
    Attributes:
        valid (bool): True when every check holds
        checks (list[VerifyAnswerCheck]):
        record_id (str | Unset): Only when valid
    """

    valid: bool
    checks: list[VerifyAnswerCheck]
    record_id: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        valid = self.valid

        checks = []
        for checks_item_data in self.checks:
            checks_item = checks_item_data.to_dict()
            checks.append(checks_item)

        record_id = self.record_id

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "valid": valid,
                "checks": checks,
            }
        )
        if record_id is not UNSET:
            field_dict["record_id"] = record_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.verify_answer_check import VerifyAnswerCheck  # noqa: PLC0415

        d = dict(src_dict)
        valid = d.pop("valid")

        checks = []
        _checks = d.pop("checks")
        for checks_item_data in _checks:
            checks_item = VerifyAnswerCheck.from_dict(checks_item_data)

            checks.append(checks_item)

        record_id = d.pop("record_id", UNSET)

        verify_answer = cls(
            valid=valid,
            checks=checks,
            record_id=record_id,
        )

        return verify_answer
