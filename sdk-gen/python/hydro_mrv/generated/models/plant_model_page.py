from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.model_hash import ModelHash
    from ..models.plant_model import PlantModel
    from ..models.training_schedule import TrainingSchedule


T = TypeVar("T", bound="PlantModelPage")


@_attrs_define
class PlantModelPage:
    """
    Attributes:
        in_force (ModelHash):
        training (TrainingSchedule):
        items (list[PlantModel]):
        next_cursor (None | str): Null on the last page
    """

    in_force: ModelHash
    training: TrainingSchedule
    items: list[PlantModel]
    next_cursor: None | str

    def to_dict(self) -> dict[str, Any]:
        in_force = self.in_force.to_dict()

        training = self.training.to_dict()

        items = []
        for items_item_data in self.items:
            items_item = items_item_data.to_dict()
            items.append(items_item)

        next_cursor: None | str
        next_cursor = self.next_cursor

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "in_force": in_force,
                "training": training,
                "items": items,
                "next_cursor": next_cursor,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.model_hash import ModelHash  # noqa: PLC0415
        from ..models.plant_model import PlantModel  # noqa: PLC0415
        from ..models.training_schedule import TrainingSchedule  # noqa: PLC0415

        d = dict(src_dict)
        in_force = ModelHash.from_dict(d.pop("in_force"))

        training = TrainingSchedule.from_dict(d.pop("training"))

        items = []
        _items = d.pop("items")
        for items_item_data in _items:
            items_item = PlantModel.from_dict(items_item_data)

            items.append(items_item)

        def _parse_next_cursor(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        next_cursor = _parse_next_cursor(d.pop("next_cursor"))

        plant_model_page = cls(
            in_force=in_force,
            training=training,
            items=items,
            next_cursor=next_cursor,
        )

        return plant_model_page
