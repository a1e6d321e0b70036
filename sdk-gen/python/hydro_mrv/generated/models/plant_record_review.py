from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.plant_record_review_effect import PlantRecordReviewEffect
    from ..models.record_place import RecordPlace


T = TypeVar("T", bound="PlantRecordReview")


@_attrs_define
class PlantRecordReview:
    """Of a `review`

    Attributes:
        record (RecordPlace):
        decision (str): One of `approve`, `reject`
        reason (str):
        decided_by (str): Id of the user
        supersedes (None | str): The decision before this one
        effects (list[PlantRecordReviewEffect]): The record, and the one that a correction replaced or gave back
    """

    record: RecordPlace
    decision: str
    reason: str
    decided_by: str
    supersedes: None | str
    effects: list[PlantRecordReviewEffect]

    def to_dict(self) -> dict[str, Any]:
        record = self.record.to_dict()

        decision = self.decision

        reason = self.reason

        decided_by = self.decided_by

        supersedes: None | str
        supersedes = self.supersedes

        effects = []
        for effects_item_data in self.effects:
            effects_item = effects_item_data.to_dict()
            effects.append(effects_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "record": record,
                "decision": decision,
                "reason": reason,
                "decided_by": decided_by,
                "supersedes": supersedes,
                "effects": effects,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.plant_record_review_effect import PlantRecordReviewEffect  # noqa: PLC0415
        from ..models.record_place import RecordPlace  # noqa: PLC0415

        d = dict(src_dict)
        record = RecordPlace.from_dict(d.pop("record"))

        decision = d.pop("decision")

        reason = d.pop("reason")

        decided_by = d.pop("decided_by")

        def _parse_supersedes(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        supersedes = _parse_supersedes(d.pop("supersedes"))

        effects = []
        _effects = d.pop("effects")
        for effects_item_data in _effects:
            effects_item = PlantRecordReviewEffect.from_dict(effects_item_data)

            effects.append(effects_item)

        plant_record_review = cls(
            record=record,
            decision=decision,
            reason=reason,
            decided_by=decided_by,
            supersedes=supersedes,
            effects=effects,
        )

        return plant_record_review
