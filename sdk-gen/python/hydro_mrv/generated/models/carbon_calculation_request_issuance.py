from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="CarbonCalculationRequestIssuance")


@_attrs_define
class CarbonCalculationRequestIssuance:
    """Left out: units of 1 t, and nothing carried in

    Attributes:
        unit_g (str | Unset): gCO2 of one unit: 1000 (1 kg) or 1000000 (1 t). Left out: "1000000"
        carry_in_g (str | Unset): Remainder (> 0) or deficit (< 0) of the period before, g. Left out: "0"
    """

    unit_g: str | Unset = UNSET
    carry_in_g: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        unit_g = self.unit_g

        carry_in_g = self.carry_in_g

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if unit_g is not UNSET:
            field_dict["unit_g"] = unit_g
        if carry_in_g is not UNSET:
            field_dict["carry_in_g"] = carry_in_g

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        unit_g = d.pop("unit_g", UNSET)

        carry_in_g = d.pop("carry_in_g", UNSET)

        carbon_calculation_request_issuance = cls(
            unit_g=unit_g,
            carry_in_g=carry_in_g,
        )

        return carbon_calculation_request_issuance
