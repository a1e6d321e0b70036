from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="PlantRecordReviewEffect")


@_attrs_define
class PlantRecordReviewEffect:
    """
    Attributes:
        id (str): Random: says nothing of order, number or plant
        seq (int):
        effective_status (str): The verdict with every later decision; only APPROVED counts. REOPENED: approved, then
            doubted by a later finding. PROPOSED: a correction that no verifier has accepted yet. REPLACED: an accepted
            correction stands in its place. One of `APPROVED`, `FLAGGED`, `REJECTED`, `REOPENED`, `PROPOSED`, `REPLACED`
    """

    id: str
    seq: int
    effective_status: str

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        seq = self.seq

        effective_status = self.effective_status

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "seq": seq,
                "effective_status": effective_status,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        seq = d.pop("seq")

        effective_status = d.pop("effective_status")

        plant_record_review_effect = cls(
            id=id,
            seq=seq,
            effective_status=effective_status,
        )

        return plant_record_review_effect
