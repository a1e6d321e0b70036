from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.model_hash import ModelHash
    from ..models.plant_record import PlantRecord


T = TypeVar("T", bound="ModelDecided")


@_attrs_define
class ModelDecided:
    """
    Attributes:
        record (PlantRecord):
        in_force (ModelHash):
        repeated (bool): True: the same decision stood already, and this is that one
    """

    record: PlantRecord
    in_force: ModelHash
    repeated: bool

    def to_dict(self) -> dict[str, Any]:
        record = self.record.to_dict()

        in_force = self.in_force.to_dict()

        repeated = self.repeated

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "record": record,
                "in_force": in_force,
                "repeated": repeated,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.model_hash import ModelHash  # noqa: PLC0415
        from ..models.plant_record import PlantRecord  # noqa: PLC0415

        d = dict(src_dict)
        record = PlantRecord.from_dict(d.pop("record"))

        in_force = ModelHash.from_dict(d.pop("in_force"))

        repeated = d.pop("repeated")

        model_decided = cls(
            record=record,
            in_force=in_force,
            repeated=repeated,
        )

        return model_decided
