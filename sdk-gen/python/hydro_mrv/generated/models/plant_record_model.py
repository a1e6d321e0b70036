from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.model_hash import ModelHash


T = TypeVar("T", bound="PlantRecordModel")


@_attrs_define
class PlantRecordModel:
    """Of a `model`

    Attributes:
        decision (str): One of `approve`, `reject`
        model (ModelHash):
        in_force_before (ModelHash):
        reason (str):
        decided_by (str): Id of the user
    """

    decision: str
    model: ModelHash
    in_force_before: ModelHash
    reason: str
    decided_by: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        decision = self.decision

        model = self.model.to_dict()

        in_force_before = self.in_force_before.to_dict()

        reason = self.reason

        decided_by = self.decided_by

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "decision": decision,
                "model": model,
                "in_force_before": in_force_before,
                "reason": reason,
                "decided_by": decided_by,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.model_hash import ModelHash  # noqa: PLC0415

        d = dict(src_dict)
        decision = d.pop("decision")

        model = ModelHash.from_dict(d.pop("model"))

        in_force_before = ModelHash.from_dict(d.pop("in_force_before"))

        reason = d.pop("reason")

        decided_by = d.pop("decided_by")

        plant_record_model = cls(
            decision=decision,
            model=model,
            in_force_before=in_force_before,
            reason=reason,
            decided_by=decided_by,
        )

        plant_record_model.additional_properties = d
        return plant_record_model

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
