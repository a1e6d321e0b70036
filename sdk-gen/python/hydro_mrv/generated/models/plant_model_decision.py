from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="PlantModelDecision")


@_attrs_define
class PlantModelDecision:
    """
    Attributes:
        decision (str): One of `approve`, `reject`
        reason (str):
        decided_by (str): Id of the user
        record_id (str): The record of the chain that holds it
        seq (int): An approved model judges from the record after this one on
        at (str):
    """

    decision: str
    reason: str
    decided_by: str
    record_id: str
    seq: int
    at: str

    def to_dict(self) -> dict[str, Any]:
        decision = self.decision

        reason = self.reason

        decided_by = self.decided_by

        record_id = self.record_id

        seq = self.seq

        at = self.at

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "decision": decision,
                "reason": reason,
                "decided_by": decided_by,
                "record_id": record_id,
                "seq": seq,
                "at": at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        decision = d.pop("decision")

        reason = d.pop("reason")

        decided_by = d.pop("decided_by")

        record_id = d.pop("record_id")

        seq = d.pop("seq")

        at = d.pop("at")

        plant_model_decision = cls(
            decision=decision,
            reason=reason,
            decided_by=decided_by,
            record_id=record_id,
            seq=seq,
            at=at,
        )

        return plant_model_decision
