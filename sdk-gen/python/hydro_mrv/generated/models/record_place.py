from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="RecordPlace")


@_attrs_define
class RecordPlace:
    """
    Attributes:
        id (str): Random: says nothing of order, number or plant
        seq (int):
        commitment (str):
    """

    id: str
    seq: int
    commitment: str

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        seq = self.seq

        commitment = self.commitment

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "seq": seq,
                "commitment": commitment,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        seq = d.pop("seq")

        commitment = d.pop("commitment")

        record_place = cls(
            id=id,
            seq=seq,
            commitment=commitment,
        )

        return record_place
