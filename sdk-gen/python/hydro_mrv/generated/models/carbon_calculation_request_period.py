from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.carbon_calculation_request_period_delayed_calibration import (
        CarbonCalculationRequestPeriodDelayedCalibration,
    )


T = TypeVar("T", bound="CarbonCalculationRequestPeriod")


@_attrs_define
class CarbonCalculationRequestPeriod:
    """
    Attributes:
        from_ (str): First local day
        to (str): First local day after the period
        net_wh (str | Unset): Export minus import, Wh; instead of both
        export_wh (str | Unset): Export of the main meter, Wh
        import_wh (str | Unset): Import of the main meter, Wh
        gross_wh (str | Unset): Gross generation, Wh; needed where reservoir emissions count
        fuel_g (str | Unset): Fossil fuel burnt on site, g; absent: none was
        le_g (str | Unset): Leakage to take off beside what the rulebook counts, gCO2
        invoice_net_wh (str | Unset): Net energy by invoice or check meter, Wh: the lower of the two counts
        delayed_calibration (CarbonCalculationRequestPeriodDelayedCalibration | Unset): The main meter's calibration was
            overdue for the whole period; needs export and import
    """

    from_: str
    to: str
    net_wh: str | Unset = UNSET
    export_wh: str | Unset = UNSET
    import_wh: str | Unset = UNSET
    gross_wh: str | Unset = UNSET
    fuel_g: str | Unset = UNSET
    le_g: str | Unset = UNSET
    invoice_net_wh: str | Unset = UNSET
    delayed_calibration: CarbonCalculationRequestPeriodDelayedCalibration | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from_ = self.from_

        to = self.to

        net_wh = self.net_wh

        export_wh = self.export_wh

        import_wh = self.import_wh

        gross_wh = self.gross_wh

        fuel_g = self.fuel_g

        le_g = self.le_g

        invoice_net_wh = self.invoice_net_wh

        delayed_calibration: dict[str, Any] | Unset = UNSET
        if not isinstance(self.delayed_calibration, Unset):
            delayed_calibration = self.delayed_calibration.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "from": from_,
                "to": to,
            }
        )
        if net_wh is not UNSET:
            field_dict["net_wh"] = net_wh
        if export_wh is not UNSET:
            field_dict["export_wh"] = export_wh
        if import_wh is not UNSET:
            field_dict["import_wh"] = import_wh
        if gross_wh is not UNSET:
            field_dict["gross_wh"] = gross_wh
        if fuel_g is not UNSET:
            field_dict["fuel_g"] = fuel_g
        if le_g is not UNSET:
            field_dict["le_g"] = le_g
        if invoice_net_wh is not UNSET:
            field_dict["invoice_net_wh"] = invoice_net_wh
        if delayed_calibration is not UNSET:
            field_dict["delayed_calibration"] = delayed_calibration

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.carbon_calculation_request_period_delayed_calibration import (
            CarbonCalculationRequestPeriodDelayedCalibration,  # noqa: PLC0415
        )

        d = dict(src_dict)
        from_ = d.pop("from")

        to = d.pop("to")

        net_wh = d.pop("net_wh", UNSET)

        export_wh = d.pop("export_wh", UNSET)

        import_wh = d.pop("import_wh", UNSET)

        gross_wh = d.pop("gross_wh", UNSET)

        fuel_g = d.pop("fuel_g", UNSET)

        le_g = d.pop("le_g", UNSET)

        invoice_net_wh = d.pop("invoice_net_wh", UNSET)

        _delayed_calibration = d.pop("delayed_calibration", UNSET)
        delayed_calibration: CarbonCalculationRequestPeriodDelayedCalibration | Unset
        if isinstance(_delayed_calibration, Unset):
            delayed_calibration = UNSET
        else:
            delayed_calibration = CarbonCalculationRequestPeriodDelayedCalibration.from_dict(_delayed_calibration)

        carbon_calculation_request_period = cls(
            from_=from_,
            to=to,
            net_wh=net_wh,
            export_wh=export_wh,
            import_wh=import_wh,
            gross_wh=gross_wh,
            fuel_g=fuel_g,
            le_g=le_g,
            invoice_net_wh=invoice_net_wh,
            delayed_calibration=delayed_calibration,
        )

        return carbon_calculation_request_period
