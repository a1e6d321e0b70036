from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.project_design_design_reservoir import ProjectDesignDesignReservoir


T = TypeVar("T", bound="CarbonCalculationRequestDesign")


@_attrs_define
class CarbonCalculationRequestDesign:
    """
    Attributes:
        project_type (str): One of `greenfield`, `capacity_addition`, `retrofit`, `rehabilitation`, `replacement`
        technology (str | Unset): One of `hydro`, `wind`, `solar`
        reservoir (str | Unset): none: run-of-river. One of `none`, `single`, `integrated`
        cap_pj_w (str | Unset): Installed capacity with the project, W
        cap_bl_w (str | Unset): Installed capacity before it, W; a greenfield plant has none
        a_pj_m2 (str | Unset): Reservoir area with the project at full level, m2
        a_bl_m2 (str | Unset): Reservoir area before it, m2; a new reservoir has none
        reservoirs (list[ProjectDesignDesignReservoir] | Unset): Of an integrated project: each reservoir with the
            capacity of its plant
        historical_annual_wh (list[str] | Unset): Net generation of each calendar year before the project, Wh; not for
            greenfield
        date_baseline_retrofit (str | Unset): DATE_BaselineRetrofit: from this day the old equipment would have been
            replaced anyway
        country (str | Unset):
        first_period_start (str | Unset): Start of the first crediting period; absent: the first day of the first period
            is judged instead
        fuel (str | Unset): Fuel burnt on site, with the rulebook's coefficient. One of `diesel`
        coef_fuel_g_per_t (str | Unset): CO2 of the fuel burnt on site, g per t of fuel (TOOL03 COEF)
    """

    project_type: str
    technology: str | Unset = UNSET
    reservoir: str | Unset = UNSET
    cap_pj_w: str | Unset = UNSET
    cap_bl_w: str | Unset = UNSET
    a_pj_m2: str | Unset = UNSET
    a_bl_m2: str | Unset = UNSET
    reservoirs: list[ProjectDesignDesignReservoir] | Unset = UNSET
    historical_annual_wh: list[str] | Unset = UNSET
    date_baseline_retrofit: str | Unset = UNSET
    country: str | Unset = UNSET
    first_period_start: str | Unset = UNSET
    fuel: str | Unset = UNSET
    coef_fuel_g_per_t: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        project_type = self.project_type

        technology = self.technology

        reservoir = self.reservoir

        cap_pj_w = self.cap_pj_w

        cap_bl_w = self.cap_bl_w

        a_pj_m2 = self.a_pj_m2

        a_bl_m2 = self.a_bl_m2

        reservoirs: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.reservoirs, Unset):
            reservoirs = []
            for reservoirs_item_data in self.reservoirs:
                reservoirs_item = reservoirs_item_data.to_dict()
                reservoirs.append(reservoirs_item)

        historical_annual_wh: list[str] | Unset = UNSET
        if not isinstance(self.historical_annual_wh, Unset):
            historical_annual_wh = self.historical_annual_wh

        date_baseline_retrofit = self.date_baseline_retrofit

        country = self.country

        first_period_start = self.first_period_start

        fuel = self.fuel

        coef_fuel_g_per_t = self.coef_fuel_g_per_t

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "project_type": project_type,
            }
        )
        if technology is not UNSET:
            field_dict["technology"] = technology
        if reservoir is not UNSET:
            field_dict["reservoir"] = reservoir
        if cap_pj_w is not UNSET:
            field_dict["cap_pj_w"] = cap_pj_w
        if cap_bl_w is not UNSET:
            field_dict["cap_bl_w"] = cap_bl_w
        if a_pj_m2 is not UNSET:
            field_dict["a_pj_m2"] = a_pj_m2
        if a_bl_m2 is not UNSET:
            field_dict["a_bl_m2"] = a_bl_m2
        if reservoirs is not UNSET:
            field_dict["reservoirs"] = reservoirs
        if historical_annual_wh is not UNSET:
            field_dict["historical_annual_wh"] = historical_annual_wh
        if date_baseline_retrofit is not UNSET:
            field_dict["date_baseline_retrofit"] = date_baseline_retrofit
        if country is not UNSET:
            field_dict["country"] = country
        if first_period_start is not UNSET:
            field_dict["first_period_start"] = first_period_start
        if fuel is not UNSET:
            field_dict["fuel"] = fuel
        if coef_fuel_g_per_t is not UNSET:
            field_dict["coef_fuel_g_per_t"] = coef_fuel_g_per_t

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.project_design_design_reservoir import (
            ProjectDesignDesignReservoir,  # noqa: PLC0415
        )

        d = dict(src_dict)
        project_type = d.pop("project_type")

        technology = d.pop("technology", UNSET)

        reservoir = d.pop("reservoir", UNSET)

        cap_pj_w = d.pop("cap_pj_w", UNSET)

        cap_bl_w = d.pop("cap_bl_w", UNSET)

        a_pj_m2 = d.pop("a_pj_m2", UNSET)

        a_bl_m2 = d.pop("a_bl_m2", UNSET)

        _reservoirs = d.pop("reservoirs", UNSET)
        reservoirs: list[ProjectDesignDesignReservoir] | Unset = UNSET
        if _reservoirs is not UNSET:
            reservoirs = []
            for reservoirs_item_data in _reservoirs:
                reservoirs_item = ProjectDesignDesignReservoir.from_dict(reservoirs_item_data)

                reservoirs.append(reservoirs_item)

        historical_annual_wh = cast(list[str], d.pop("historical_annual_wh", UNSET))

        date_baseline_retrofit = d.pop("date_baseline_retrofit", UNSET)

        country = d.pop("country", UNSET)

        first_period_start = d.pop("first_period_start", UNSET)

        fuel = d.pop("fuel", UNSET)

        coef_fuel_g_per_t = d.pop("coef_fuel_g_per_t", UNSET)

        carbon_calculation_request_design = cls(
            project_type=project_type,
            technology=technology,
            reservoir=reservoir,
            cap_pj_w=cap_pj_w,
            cap_bl_w=cap_bl_w,
            a_pj_m2=a_pj_m2,
            a_bl_m2=a_bl_m2,
            reservoirs=reservoirs,
            historical_annual_wh=historical_annual_wh,
            date_baseline_retrofit=date_baseline_retrofit,
            country=country,
            first_period_start=first_period_start,
            fuel=fuel,
            coef_fuel_g_per_t=coef_fuel_g_per_t,
        )

        return carbon_calculation_request_design
