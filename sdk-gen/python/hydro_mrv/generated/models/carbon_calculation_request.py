from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.carbon_calculation_request_design import CarbonCalculationRequestDesign
    from ..models.carbon_calculation_request_grid import CarbonCalculationRequestGrid
    from ..models.carbon_calculation_request_issuance import (
        CarbonCalculationRequestIssuance,
    )
    from ..models.carbon_calculation_request_period import CarbonCalculationRequestPeriod
    from ..models.project_design_ex_ante import ProjectDesignExAnte


T = TypeVar("T", bound="CarbonCalculationRequest")


@_attrs_define
class CarbonCalculationRequest:
    """
    Attributes:
        rulebook (str): A rulebook by id, e.g. acm0002-v22.0
        grid (CarbonCalculationRequestGrid):
        design (CarbonCalculationRequestDesign):
        periods (list[CarbonCalculationRequestPeriod]): In order of time, without overlap
        year_to_date_net_wh (str | Unset): Net generation of the first period's calendar year before it, Wh: part of the
            annual baseline is used
        issuance (CarbonCalculationRequestIssuance | Unset): Left out: units of 1 t, and nothing carried in
        ex_ante (ProjectDesignExAnte | Unset):
    """

    rulebook: str
    grid: CarbonCalculationRequestGrid
    design: CarbonCalculationRequestDesign
    periods: list[CarbonCalculationRequestPeriod]
    year_to_date_net_wh: str | Unset = UNSET
    issuance: CarbonCalculationRequestIssuance | Unset = UNSET
    ex_ante: ProjectDesignExAnte | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        rulebook = self.rulebook

        grid = self.grid.to_dict()

        design = self.design.to_dict()

        periods = []
        for periods_item_data in self.periods:
            periods_item = periods_item_data.to_dict()
            periods.append(periods_item)

        year_to_date_net_wh = self.year_to_date_net_wh

        issuance: dict[str, Any] | Unset = UNSET
        if not isinstance(self.issuance, Unset):
            issuance = self.issuance.to_dict()

        ex_ante: dict[str, Any] | Unset = UNSET
        if not isinstance(self.ex_ante, Unset):
            ex_ante = self.ex_ante.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "rulebook": rulebook,
                "grid": grid,
                "design": design,
                "periods": periods,
            }
        )
        if year_to_date_net_wh is not UNSET:
            field_dict["year_to_date_net_wh"] = year_to_date_net_wh
        if issuance is not UNSET:
            field_dict["issuance"] = issuance
        if ex_ante is not UNSET:
            field_dict["ex_ante"] = ex_ante

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.carbon_calculation_request_design import (
            CarbonCalculationRequestDesign,  # noqa: PLC0415
        )
        from ..models.carbon_calculation_request_grid import (
            CarbonCalculationRequestGrid,  # noqa: PLC0415
        )
        from ..models.carbon_calculation_request_issuance import (
            CarbonCalculationRequestIssuance,  # noqa: PLC0415
        )
        from ..models.carbon_calculation_request_period import (
            CarbonCalculationRequestPeriod,  # noqa: PLC0415
        )
        from ..models.project_design_ex_ante import ProjectDesignExAnte  # noqa: PLC0415

        d = dict(src_dict)
        rulebook = d.pop("rulebook")

        grid = CarbonCalculationRequestGrid.from_dict(d.pop("grid"))

        design = CarbonCalculationRequestDesign.from_dict(d.pop("design"))

        periods = []
        _periods = d.pop("periods")
        for periods_item_data in _periods:
            periods_item = CarbonCalculationRequestPeriod.from_dict(periods_item_data)

            periods.append(periods_item)

        year_to_date_net_wh = d.pop("year_to_date_net_wh", UNSET)

        _issuance = d.pop("issuance", UNSET)
        issuance: CarbonCalculationRequestIssuance | Unset
        if isinstance(_issuance, Unset):
            issuance = UNSET
        else:
            issuance = CarbonCalculationRequestIssuance.from_dict(_issuance)

        _ex_ante = d.pop("ex_ante", UNSET)
        ex_ante: ProjectDesignExAnte | Unset
        if isinstance(_ex_ante, Unset):
            ex_ante = UNSET
        else:
            ex_ante = ProjectDesignExAnte.from_dict(_ex_ante)

        carbon_calculation_request = cls(
            rulebook=rulebook,
            grid=grid,
            design=design,
            periods=periods,
            year_to_date_net_wh=year_to_date_net_wh,
            issuance=issuance,
            ex_ante=ex_ante,
        )

        return carbon_calculation_request
