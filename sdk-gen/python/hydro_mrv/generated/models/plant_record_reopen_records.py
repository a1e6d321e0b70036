from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="PlantRecordReopenRecords")


@_attrs_define
class PlantRecordReopenRecords:
    """
    Attributes:
        count (int): Readings that stopped counting
        sha256 (str): Over their commitments in sorted order
    """

    count: int
    sha256: str

    def to_dict(self) -> dict[str, Any]:
        count = self.count

        sha256 = self.sha256

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "count": count,
                "sha256": sha256,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        count = d.pop("count")

        sha256 = d.pop("sha256")

        plant_record_reopen_records = cls(
            count=count,
            sha256=sha256,
        )

        return plant_record_reopen_records
