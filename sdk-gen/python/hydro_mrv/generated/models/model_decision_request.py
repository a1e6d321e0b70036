from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="ModelDecisionRequest")


@_attrs_define
class ModelDecisionRequest:
    """
    Attributes:
        decision (str): One of `approve`, `reject`
        reason (str): For whoever audits this: what it rests on
    """

    decision: str
    reason: str

    def to_dict(self) -> dict[str, Any]:
        decision = self.decision

        reason = self.reason

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "decision": decision,
                "reason": reason,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        decision = d.pop("decision")

        reason = d.pop("reason")

        model_decision_request = cls(
            decision=decision,
            reason=reason,
        )

        return model_decision_request
