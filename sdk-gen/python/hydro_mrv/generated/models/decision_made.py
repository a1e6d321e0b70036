from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.plant_record import PlantRecord


T = TypeVar("T", bound="DecisionMade")


@_attrs_define
class DecisionMade:
    """
    Attributes:
        decision (PlantRecord):
        record (PlantRecord):
        repeated (bool): True: the same decision had been made, and this is that one
    """

    decision: PlantRecord
    record: PlantRecord
    repeated: bool

    def to_dict(self) -> dict[str, Any]:
        decision = self.decision.to_dict()

        record = self.record.to_dict()

        repeated = self.repeated

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "decision": decision,
                "record": record,
                "repeated": repeated,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.plant_record import PlantRecord  # noqa: PLC0415

        d = dict(src_dict)
        decision = PlantRecord.from_dict(d.pop("decision"))

        record = PlantRecord.from_dict(d.pop("record"))

        repeated = d.pop("repeated")

        decision_made = cls(
            decision=decision,
            record=record,
            repeated=repeated,
        )

        return decision_made
