from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.grid_table_table import GridTableTable


T = TypeVar("T", bound="GridTable")


@_attrs_define
class GridTable:
    """
    Attributes:
        hash_ (str): SHA-256 of the table's canonical bytes; statements name it
        shipped (bool): True: one of the gateway's own
        created_at (None | str): When it was uploaded; null for the gateway's own
        table (GridTableTable):
    """

    hash_: str
    shipped: bool
    created_at: None | str
    table: GridTableTable

    def to_dict(self) -> dict[str, Any]:
        hash_ = self.hash_

        shipped = self.shipped

        created_at: None | str
        created_at = self.created_at

        table = self.table.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "hash": hash_,
                "shipped": shipped,
                "created_at": created_at,
                "table": table,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.grid_table_table import GridTableTable  # noqa: PLC0415

        d = dict(src_dict)
        hash_ = d.pop("hash")

        shipped = d.pop("shipped")

        def _parse_created_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        created_at = _parse_created_at(d.pop("created_at"))

        table = GridTableTable.from_dict(d.pop("table"))

        grid_table = cls(
            hash_=hash_,
            shipped=shipped,
            created_at=created_at,
            table=table,
        )

        return grid_table
