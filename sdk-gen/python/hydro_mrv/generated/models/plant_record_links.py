from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="PlantRecordLinks")


@_attrs_define
class PlantRecordLinks:
    """
    Attributes:
        self_ (str):
        proof (str):
        mirror (None | str): The topic's message on a mirror node; null until anchored
        hashscan (None | str):
    """

    self_: str
    proof: str
    mirror: None | str
    hashscan: None | str

    def to_dict(self) -> dict[str, Any]:
        self_ = self.self_

        proof = self.proof

        mirror: None | str
        mirror = self.mirror

        hashscan: None | str
        hashscan = self.hashscan

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "self": self_,
                "proof": proof,
                "mirror": mirror,
                "hashscan": hashscan,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        self_ = d.pop("self")

        proof = d.pop("proof")

        def _parse_mirror(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        mirror = _parse_mirror(d.pop("mirror"))

        def _parse_hashscan(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        hashscan = _parse_hashscan(d.pop("hashscan"))

        plant_record_links = cls(
            self_=self_,
            proof=proof,
            mirror=mirror,
            hashscan=hashscan,
        )

        return plant_record_links
