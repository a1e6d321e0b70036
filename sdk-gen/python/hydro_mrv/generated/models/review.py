from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.plant_record import PlantRecord
    from ..models.review_change import ReviewChange


T = TypeVar("T", bound="Review")


@_attrs_define
class Review:
    """
    Attributes:
        record (PlantRecord):
        changes (list[ReviewChange]): What changed its effective status, oldest first
    """

    record: PlantRecord
    changes: list[ReviewChange]

    def to_dict(self) -> dict[str, Any]:
        record = self.record.to_dict()

        changes = []
        for changes_item_data in self.changes:
            changes_item = changes_item_data.to_dict()
            changes.append(changes_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "record": record,
                "changes": changes,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.plant_record import PlantRecord  # noqa: PLC0415
        from ..models.review_change import ReviewChange  # noqa: PLC0415

        d = dict(src_dict)
        record = PlantRecord.from_dict(d.pop("record"))

        changes = []
        _changes = d.pop("changes")
        for changes_item_data in _changes:
            changes_item = ReviewChange.from_dict(changes_item_data)

            changes.append(changes_item)

        review = cls(
            record=record,
            changes=changes,
        )

        return review
