from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.left_standing_item import LeftStandingItem


T = TypeVar("T", bound="LeftStanding")


@_attrs_define
class LeftStanding:
    """What stands that this made or changed, itself or by keys that come from it, and that goes on without it, the first
    1000: DELETE at its `path` ends one

        Attributes:
            count (int):
            items (list[LeftStandingItem]):
    """

    count: int
    items: list[LeftStandingItem]

    def to_dict(self) -> dict[str, Any]:
        count = self.count

        items = []
        for items_item_data in self.items:
            items_item = items_item_data.to_dict()
            items.append(items_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "count": count,
                "items": items,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.left_standing_item import LeftStandingItem  # noqa: PLC0415

        d = dict(src_dict)
        count = d.pop("count")

        items = []
        _items = d.pop("items")
        for items_item_data in _items:
            items_item = LeftStandingItem.from_dict(items_item_data)

            items.append(items_item)

        left_standing = cls(
            count=count,
            items=items,
        )

        return left_standing
