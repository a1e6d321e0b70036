from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="PlantReservoir")


@_attrs_define
class PlantReservoir:
    """
    Attributes:
        type_ (str): `none`: run-of-river. One of `none`, `pondage`, `storage`, `pumped`
        area_m2 (float | Unset): Surface at full level, m2
        live_volume_m3 (float | Unset): Between lowest and full level, m3
        full_level_m (float | Unset): Full supply level above datum, m
        lowest_level_m (float | Unset): Lowest operating level above datum, m
    """

    type_: str
    area_m2: float | Unset = UNSET
    live_volume_m3: float | Unset = UNSET
    full_level_m: float | Unset = UNSET
    lowest_level_m: float | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_

        area_m2 = self.area_m2

        live_volume_m3 = self.live_volume_m3

        full_level_m = self.full_level_m

        lowest_level_m = self.lowest_level_m

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "type": type_,
            }
        )
        if area_m2 is not UNSET:
            field_dict["area_m2"] = area_m2
        if live_volume_m3 is not UNSET:
            field_dict["live_volume_m3"] = live_volume_m3
        if full_level_m is not UNSET:
            field_dict["full_level_m"] = full_level_m
        if lowest_level_m is not UNSET:
            field_dict["lowest_level_m"] = lowest_level_m

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = d.pop("type")

        area_m2 = d.pop("area_m2", UNSET)

        live_volume_m3 = d.pop("live_volume_m3", UNSET)

        full_level_m = d.pop("full_level_m", UNSET)

        lowest_level_m = d.pop("lowest_level_m", UNSET)

        plant_reservoir = cls(
            type_=type_,
            area_m2=area_m2,
            live_volume_m3=live_volume_m3,
            full_level_m=full_level_m,
            lowest_level_m=lowest_level_m,
        )

        return plant_reservoir
