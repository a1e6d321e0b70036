from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="MeterClashHolder")


@_attrs_define
class MeterClashHolder:
    """
    Attributes:
        organisation (str):
        plant_id (str):
    """

    organisation: str
    plant_id: str

    def to_dict(self) -> dict[str, Any]:
        organisation = self.organisation

        plant_id = self.plant_id

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "organisation": organisation,
                "plant_id": plant_id,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        organisation = d.pop("organisation")

        plant_id = d.pop("plant_id")

        meter_clash_holder = cls(
            organisation=organisation,
            plant_id=plant_id,
        )

        return meter_clash_holder
