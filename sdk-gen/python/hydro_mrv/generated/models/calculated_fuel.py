from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="CalculatedFuel")


@_attrs_define
class CalculatedFuel:
    """
    Attributes:
        amount_t (str):
        ncv_gj_per_t (str):
        ef_co2_t_per_gj (str):
    """

    amount_t: str
    ncv_gj_per_t: str
    ef_co2_t_per_gj: str

    def to_dict(self) -> dict[str, Any]:
        amount_t = self.amount_t

        ncv_gj_per_t = self.ncv_gj_per_t

        ef_co2_t_per_gj = self.ef_co2_t_per_gj

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "amount_t": amount_t,
                "ncv_gj_per_t": ncv_gj_per_t,
                "ef_co2_t_per_gj": ef_co2_t_per_gj,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        amount_t = d.pop("amount_t")

        ncv_gj_per_t = d.pop("ncv_gj_per_t")

        ef_co2_t_per_gj = d.pop("ef_co2_t_per_gj")

        calculated_fuel = cls(
            amount_t=amount_t,
            ncv_gj_per_t=ncv_gj_per_t,
            ef_co2_t_per_gj=ef_co2_t_per_gj,
        )

        return calculated_fuel
