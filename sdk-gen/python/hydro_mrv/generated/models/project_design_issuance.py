from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="ProjectDesignIssuance")


@_attrs_define
class ProjectDesignIssuance:
    """
    Attributes:
        unit_g (str): gCO2 of one unit: 1000 (1 kg, on a token of three decimals) or 1000000 (1 t)
    """

    unit_g: str

    def to_dict(self) -> dict[str, Any]:
        unit_g = self.unit_g

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "unit_g": unit_g,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        unit_g = d.pop("unit_g")

        project_design_issuance = cls(
            unit_g=unit_g,
        )

        return project_design_issuance
