from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.carbon_calculation_request_grid_om import CarbonCalculationRequestGridOm


T = TypeVar("T", bound="CarbonCalculationRequestGrid")


@_attrs_define
class CarbonCalculationRequestGrid:
    """
    Attributes:
        table (str | Unset): A factor table by id, e.g. cea-v21.0
        year (str | Unset): One of its years, e.g. 2024-25
        crediting_period (int | Unset): Which crediting period is running: it sets the weights of the margins. One of
            `1`, `2`, `3`
        ef_om (str | Unset): Operating margin, tCO2/MWh
        ef_bm (str | Unset): Build margin, tCO2/MWh
        ef_cm_t_per_mwh (str | Unset): Combined margin, tCO2/MWh
        ef_cm_g_per_mwh (str | Unset): Combined margin, gCO2/MWh
        om (CarbonCalculationRequestGridOm | Unset): TOOL07: operating margin from the grid's units
        bm (Any | Unset): TOOL07: build margin from units, or as known, tCO2/MWh
    """

    table: str | Unset = UNSET
    year: str | Unset = UNSET
    crediting_period: int | Unset = UNSET
    ef_om: str | Unset = UNSET
    ef_bm: str | Unset = UNSET
    ef_cm_t_per_mwh: str | Unset = UNSET
    ef_cm_g_per_mwh: str | Unset = UNSET
    om: CarbonCalculationRequestGridOm | Unset = UNSET
    bm: Any | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        table = self.table

        year = self.year

        crediting_period = self.crediting_period

        ef_om = self.ef_om

        ef_bm = self.ef_bm

        ef_cm_t_per_mwh = self.ef_cm_t_per_mwh

        ef_cm_g_per_mwh = self.ef_cm_g_per_mwh

        om: dict[str, Any] | Unset = UNSET
        if not isinstance(self.om, Unset):
            om = self.om.to_dict()

        bm = self.bm

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if table is not UNSET:
            field_dict["table"] = table
        if year is not UNSET:
            field_dict["year"] = year
        if crediting_period is not UNSET:
            field_dict["crediting_period"] = crediting_period
        if ef_om is not UNSET:
            field_dict["ef_om"] = ef_om
        if ef_bm is not UNSET:
            field_dict["ef_bm"] = ef_bm
        if ef_cm_t_per_mwh is not UNSET:
            field_dict["ef_cm_t_per_mwh"] = ef_cm_t_per_mwh
        if ef_cm_g_per_mwh is not UNSET:
            field_dict["ef_cm_g_per_mwh"] = ef_cm_g_per_mwh
        if om is not UNSET:
            field_dict["om"] = om
        if bm is not UNSET:
            field_dict["bm"] = bm

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.carbon_calculation_request_grid_om import (
            CarbonCalculationRequestGridOm,  # noqa: PLC0415
        )

        d = dict(src_dict)
        table = d.pop("table", UNSET)

        year = d.pop("year", UNSET)

        crediting_period = d.pop("crediting_period", UNSET)

        ef_om = d.pop("ef_om", UNSET)

        ef_bm = d.pop("ef_bm", UNSET)

        ef_cm_t_per_mwh = d.pop("ef_cm_t_per_mwh", UNSET)

        ef_cm_g_per_mwh = d.pop("ef_cm_g_per_mwh", UNSET)

        _om = d.pop("om", UNSET)
        om: CarbonCalculationRequestGridOm | Unset
        if isinstance(_om, Unset):
            om = UNSET
        else:
            om = CarbonCalculationRequestGridOm.from_dict(_om)

        bm = d.pop("bm", UNSET)

        carbon_calculation_request_grid = cls(
            table=table,
            year=year,
            crediting_period=crediting_period,
            ef_om=ef_om,
            ef_bm=ef_bm,
            ef_cm_t_per_mwh=ef_cm_t_per_mwh,
            ef_cm_g_per_mwh=ef_cm_g_per_mwh,
            om=om,
            bm=bm,
        )

        return carbon_calculation_request_grid
