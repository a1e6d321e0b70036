from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="CarbonCalculationTotalsVintage")


@_attrs_define
class CarbonCalculationTotalsVintage:
    """
    Attributes:
        vintage (int):
        carry_in_g (str):
        er_g (str):
        issued_units (str):
        carry_out_g (str):
    """

    vintage: int
    carry_in_g: str
    er_g: str
    issued_units: str
    carry_out_g: str

    def to_dict(self) -> dict[str, Any]:
        vintage = self.vintage

        carry_in_g = self.carry_in_g

        er_g = self.er_g

        issued_units = self.issued_units

        carry_out_g = self.carry_out_g

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "vintage": vintage,
                "carry_in_g": carry_in_g,
                "er_g": er_g,
                "issued_units": issued_units,
                "carry_out_g": carry_out_g,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        vintage = d.pop("vintage")

        carry_in_g = d.pop("carry_in_g")

        er_g = d.pop("er_g")

        issued_units = d.pop("issued_units")

        carry_out_g = d.pop("carry_out_g")

        carbon_calculation_totals_vintage = cls(
            vintage=vintage,
            carry_in_g=carry_in_g,
            er_g=er_g,
            issued_units=issued_units,
            carry_out_g=carry_out_g,
        )

        return carbon_calculation_totals_vintage
