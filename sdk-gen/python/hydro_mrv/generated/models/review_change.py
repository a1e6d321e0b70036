from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="ReviewChange")


@_attrs_define
class ReviewChange:
    """
    Attributes:
        cause (str): One of `reopen`, `decision`, `replacement`
        record_id (str): The record of the chain that made the change
        seq (int): Its place in the plant's chain
        at (str):
        effective_status (str): From here to the next change. One of `APPROVED`, `FLAGGED`, `REJECTED`, `REOPENED`,
            `PROPOSED`, `REPLACED`
        decision (None | str): Null unless the cause is a decision, as are the next two. One of `approve`, `reject`
        reason (None | str):
        decided_by (None | str): Id of the user
    """

    cause: str
    record_id: str
    seq: int
    at: str
    effective_status: str
    decision: None | str
    reason: None | str
    decided_by: None | str

    def to_dict(self) -> dict[str, Any]:
        cause = self.cause

        record_id = self.record_id

        seq = self.seq

        at = self.at

        effective_status = self.effective_status

        decision: None | str
        decision = self.decision

        reason: None | str
        reason = self.reason

        decided_by: None | str
        decided_by = self.decided_by

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "cause": cause,
                "record_id": record_id,
                "seq": seq,
                "at": at,
                "effective_status": effective_status,
                "decision": decision,
                "reason": reason,
                "decided_by": decided_by,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        cause = d.pop("cause")

        record_id = d.pop("record_id")

        seq = d.pop("seq")

        at = d.pop("at")

        effective_status = d.pop("effective_status")

        def _parse_decision(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        decision = _parse_decision(d.pop("decision"))

        def _parse_reason(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        reason = _parse_reason(d.pop("reason"))

        def _parse_decided_by(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        decided_by = _parse_decided_by(d.pop("decided_by"))

        review_change = cls(
            cause=cause,
            record_id=record_id,
            seq=seq,
            at=at,
            effective_status=effective_status,
            decision=decision,
            reason=reason,
            decided_by=decided_by,
        )

        return review_change
