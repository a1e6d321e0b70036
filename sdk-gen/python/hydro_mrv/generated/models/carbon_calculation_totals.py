from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.carbon_calculation_totals_ex_ante import CarbonCalculationTotalsExAnte
    from ..models.carbon_calculation_totals_vintage import CarbonCalculationTotalsVintage


T = TypeVar("T", bound="CarbonCalculationTotals")


@_attrs_define
class CarbonCalculationTotals:
    """
    Attributes:
        eg_facility_wh (str): Net generation, Wh, after corrections
        eg_pj_wh (str): Net generation that counts, Wh
        be_g (str): Baseline emissions, g, rounded down
        pe_hp_g (str): Project emissions of reservoirs, g, rounded up
        pe_ff_g (str): Project emissions of fossil fuel, g, rounded up
        le_g (str): Leakage, g, rounded up
        er_g (str): Emission reduction, g; a negative one is a deficit
        er_t (str): The same in tonnes
        issued_units (str): Whole units, rounded down; never negative
        carry_out_g (str): Remainder below one unit, or the deficit that is left, g
        unit_g (str):
        issued_g (str):
        left_behind_g (str): Remainders that stayed with vintages that ended, g
        vintages (list[CarbonCalculationTotalsVintage]):
        ex_ante (CarbonCalculationTotalsExAnte | None):
    """

    eg_facility_wh: str
    eg_pj_wh: str
    be_g: str
    pe_hp_g: str
    pe_ff_g: str
    le_g: str
    er_g: str
    er_t: str
    issued_units: str
    carry_out_g: str
    unit_g: str
    issued_g: str
    left_behind_g: str
    vintages: list[CarbonCalculationTotalsVintage]
    ex_ante: CarbonCalculationTotalsExAnte | None

    def to_dict(self) -> dict[str, Any]:
        from ..models.carbon_calculation_totals_ex_ante import (
            CarbonCalculationTotalsExAnte,  # noqa: PLC0415
        )

        eg_facility_wh = self.eg_facility_wh

        eg_pj_wh = self.eg_pj_wh

        be_g = self.be_g

        pe_hp_g = self.pe_hp_g

        pe_ff_g = self.pe_ff_g

        le_g = self.le_g

        er_g = self.er_g

        er_t = self.er_t

        issued_units = self.issued_units

        carry_out_g = self.carry_out_g

        unit_g = self.unit_g

        issued_g = self.issued_g

        left_behind_g = self.left_behind_g

        vintages = []
        for vintages_item_data in self.vintages:
            vintages_item = vintages_item_data.to_dict()
            vintages.append(vintages_item)

        ex_ante: dict[str, Any] | None
        if isinstance(self.ex_ante, CarbonCalculationTotalsExAnte):
            ex_ante = self.ex_ante.to_dict()
        else:
            ex_ante = self.ex_ante

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "eg_facility_wh": eg_facility_wh,
                "eg_pj_wh": eg_pj_wh,
                "be_g": be_g,
                "pe_hp_g": pe_hp_g,
                "pe_ff_g": pe_ff_g,
                "le_g": le_g,
                "er_g": er_g,
                "er_t": er_t,
                "issued_units": issued_units,
                "carry_out_g": carry_out_g,
                "unit_g": unit_g,
                "issued_g": issued_g,
                "left_behind_g": left_behind_g,
                "vintages": vintages,
                "ex_ante": ex_ante,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.carbon_calculation_totals_ex_ante import (
            CarbonCalculationTotalsExAnte,  # noqa: PLC0415
        )
        from ..models.carbon_calculation_totals_vintage import (
            CarbonCalculationTotalsVintage,  # noqa: PLC0415
        )

        d = dict(src_dict)
        eg_facility_wh = d.pop("eg_facility_wh")

        eg_pj_wh = d.pop("eg_pj_wh")

        be_g = d.pop("be_g")

        pe_hp_g = d.pop("pe_hp_g")

        pe_ff_g = d.pop("pe_ff_g")

        le_g = d.pop("le_g")

        er_g = d.pop("er_g")

        er_t = d.pop("er_t")

        issued_units = d.pop("issued_units")

        carry_out_g = d.pop("carry_out_g")

        unit_g = d.pop("unit_g")

        issued_g = d.pop("issued_g")

        left_behind_g = d.pop("left_behind_g")

        vintages = []
        _vintages = d.pop("vintages")
        for vintages_item_data in _vintages:
            vintages_item = CarbonCalculationTotalsVintage.from_dict(vintages_item_data)

            vintages.append(vintages_item)

        def _parse_ex_ante(data: object) -> CarbonCalculationTotalsExAnte | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                ex_ante_type_0 = CarbonCalculationTotalsExAnte.from_dict(data)

                return ex_ante_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CarbonCalculationTotalsExAnte | None, data)

        ex_ante = _parse_ex_ante(d.pop("ex_ante"))

        carbon_calculation_totals = cls(
            eg_facility_wh=eg_facility_wh,
            eg_pj_wh=eg_pj_wh,
            be_g=be_g,
            pe_hp_g=pe_hp_g,
            pe_ff_g=pe_ff_g,
            le_g=le_g,
            er_g=er_g,
            er_t=er_t,
            issued_units=issued_units,
            carry_out_g=carry_out_g,
            unit_g=unit_g,
            issued_g=issued_g,
            left_behind_g=left_behind_g,
            vintages=vintages,
            ex_ante=ex_ante,
        )

        return carbon_calculation_totals
