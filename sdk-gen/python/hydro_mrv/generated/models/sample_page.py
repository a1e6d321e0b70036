from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.record_sample import RecordSample


T = TypeVar("T", bound="SamplePage")


@_attrs_define
class SamplePage:
    """
    Attributes:
        record_id (str): Random: says nothing of order, number or plant
        count (int): Samples of the record: leaves of the tree
        root (str): As the record says it
        items (list[RecordSample]):
        next_cursor (None | str): Null on the last page
    """

    record_id: str
    count: int
    root: str
    items: list[RecordSample]
    next_cursor: None | str

    def to_dict(self) -> dict[str, Any]:
        record_id = self.record_id

        count = self.count

        root = self.root

        items = []
        for items_item_data in self.items:
            items_item = items_item_data.to_dict()
            items.append(items_item)

        next_cursor: None | str
        next_cursor = self.next_cursor

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "record_id": record_id,
                "count": count,
                "root": root,
                "items": items,
                "next_cursor": next_cursor,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.record_sample import RecordSample  # noqa: PLC0415

        d = dict(src_dict)
        record_id = d.pop("record_id")

        count = d.pop("count")

        root = d.pop("root")

        items = []
        _items = d.pop("items")
        for items_item_data in _items:
            items_item = RecordSample.from_dict(items_item_data)

            items.append(items_item)

        def _parse_next_cursor(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        next_cursor = _parse_next_cursor(d.pop("next_cursor"))

        sample_page = cls(
            record_id=record_id,
            count=count,
            root=root,
            items=items,
            next_cursor=next_cursor,
        )

        return sample_page
