from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="PlantLocation")


@_attrs_define
class PlantLocation:
    """
    Attributes:
        latitude (float): Degrees north (WGS 84)
        longitude (float): Degrees east (WGS 84)
        elevation_m (float | Unset): Of the powerhouse above sea level, m
        river (str | Unset):
        region (str | Unset): State, province or district
    """

    latitude: float
    longitude: float
    elevation_m: float | Unset = UNSET
    river: str | Unset = UNSET
    region: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        latitude = self.latitude

        longitude = self.longitude

        elevation_m = self.elevation_m

        river = self.river

        region = self.region

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "latitude": latitude,
                "longitude": longitude,
            }
        )
        if elevation_m is not UNSET:
            field_dict["elevation_m"] = elevation_m
        if river is not UNSET:
            field_dict["river"] = river
        if region is not UNSET:
            field_dict["region"] = region

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        latitude = d.pop("latitude")

        longitude = d.pop("longitude")

        elevation_m = d.pop("elevation_m", UNSET)

        river = d.pop("river", UNSET)

        region = d.pop("region", UNSET)

        plant_location = cls(
            latitude=latitude,
            longitude=longitude,
            elevation_m=elevation_m,
            river=river,
            region=region,
        )

        return plant_location
