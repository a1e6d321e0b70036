from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="RegisterAhead")


@_attrs_define
class RegisterAhead:
    """
    Attributes:
        nameplate_wh (str):
        power_wh (str):
        gaps (str):
    """

    nameplate_wh: str
    power_wh: str
    gaps: str

    def to_dict(self) -> dict[str, Any]:
        nameplate_wh = self.nameplate_wh

        power_wh = self.power_wh

        gaps = self.gaps

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "nameplate_wh": nameplate_wh,
                "power_wh": power_wh,
                "gaps": gaps,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        nameplate_wh = d.pop("nameplate_wh")

        power_wh = d.pop("power_wh")

        gaps = d.pop("gaps")

        register_ahead = cls(
            nameplate_wh=nameplate_wh,
            power_wh=power_wh,
            gaps=gaps,
        )

        return register_ahead
