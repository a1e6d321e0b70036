from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.carbon_calculation_period_trace import CarbonCalculationPeriodTrace


T = TypeVar("T", bound="CarbonCalculationPeriod")


@_attrs_define
class CarbonCalculationPeriod:
    """
    Attributes:
        from_ (str):
        to (str):
        vintage (int):
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
        carry_in_g (str):
        trace (list[CarbonCalculationPeriodTrace]): Each equation with its clause, inputs and result
    """

    from_: str
    to: str
    vintage: int
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
    carry_in_g: str
    trace: list[CarbonCalculationPeriodTrace]

    def to_dict(self) -> dict[str, Any]:
        from_ = self.from_

        to = self.to

        vintage = self.vintage

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

        carry_in_g = self.carry_in_g

        trace = []
        for trace_item_data in self.trace:
            trace_item = trace_item_data.to_dict()
            trace.append(trace_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "from": from_,
                "to": to,
                "vintage": vintage,
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
                "carry_in_g": carry_in_g,
                "trace": trace,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.carbon_calculation_period_trace import (
            CarbonCalculationPeriodTrace,  # noqa: PLC0415
        )

        d = dict(src_dict)
        from_ = d.pop("from")

        to = d.pop("to")

        vintage = d.pop("vintage")

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

        carry_in_g = d.pop("carry_in_g")

        trace = []
        _trace = d.pop("trace")
        for trace_item_data in _trace:
            trace_item = CarbonCalculationPeriodTrace.from_dict(trace_item_data)

            trace.append(trace_item)

        carbon_calculation_period = cls(
            from_=from_,
            to=to,
            vintage=vintage,
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
            carry_in_g=carry_in_g,
            trace=trace,
        )

        return carbon_calculation_period
