from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.calculated_fuel import CalculatedFuel


T = TypeVar("T", bound="CarbonCalculationRequestGridOmUnit")


@_attrs_define
class CarbonCalculationRequestGridOmUnit:
    """
    Attributes:
        eg_mwh (str): Net energy sent out in the year, MWh
        ef_el (str | Unset): Emission factor as known, tCO2/MWh
        ef_co2_t_per_gj (str | Unset): CO2 of the fuel, lower bound, tCO2/GJ (option A2)
        efficiency (str | Unset): Net efficiency of the unit, 0-1 (option A2)
        fuels (list[CalculatedFuel] | Unset): Fuel burnt in the year, t, with its net calorific value and CO2 content
            (option A1)
        low_cost_must_run (bool | Unset):
    """

    eg_mwh: str
    ef_el: str | Unset = UNSET
    ef_co2_t_per_gj: str | Unset = UNSET
    efficiency: str | Unset = UNSET
    fuels: list[CalculatedFuel] | Unset = UNSET
    low_cost_must_run: bool | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        eg_mwh = self.eg_mwh

        ef_el = self.ef_el

        ef_co2_t_per_gj = self.ef_co2_t_per_gj

        efficiency = self.efficiency

        fuels: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.fuels, Unset):
            fuels = []
            for fuels_item_data in self.fuels:
                fuels_item = fuels_item_data.to_dict()
                fuels.append(fuels_item)

        low_cost_must_run = self.low_cost_must_run

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "eg_mwh": eg_mwh,
            }
        )
        if ef_el is not UNSET:
            field_dict["ef_el"] = ef_el
        if ef_co2_t_per_gj is not UNSET:
            field_dict["ef_co2_t_per_gj"] = ef_co2_t_per_gj
        if efficiency is not UNSET:
            field_dict["efficiency"] = efficiency
        if fuels is not UNSET:
            field_dict["fuels"] = fuels
        if low_cost_must_run is not UNSET:
            field_dict["low_cost_must_run"] = low_cost_must_run

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.calculated_fuel import CalculatedFuel  # noqa: PLC0415

        d = dict(src_dict)
        eg_mwh = d.pop("eg_mwh")

        ef_el = d.pop("ef_el", UNSET)

        ef_co2_t_per_gj = d.pop("ef_co2_t_per_gj", UNSET)

        efficiency = d.pop("efficiency", UNSET)

        _fuels = d.pop("fuels", UNSET)
        fuels: list[CalculatedFuel] | Unset = UNSET
        if _fuels is not UNSET:
            fuels = []
            for fuels_item_data in _fuels:
                fuels_item = CalculatedFuel.from_dict(fuels_item_data)

                fuels.append(fuels_item)

        low_cost_must_run = d.pop("low_cost_must_run", UNSET)

        carbon_calculation_request_grid_om_unit = cls(
            eg_mwh=eg_mwh,
            ef_el=ef_el,
            ef_co2_t_per_gj=ef_co2_t_per_gj,
            efficiency=efficiency,
            fuels=fuels,
            low_cost_must_run=low_cost_must_run,
        )

        return carbon_calculation_request_grid_om_unit
