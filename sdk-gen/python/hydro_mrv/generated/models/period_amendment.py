from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.closing_facts_calibration import ClosingFactsCalibration


T = TypeVar("T", bound="PeriodAmendment")


@_attrs_define
class PeriodAmendment:
    """
    Attributes:
        reason (str): Why it is stated anew; part of the statement
        invoice_net_wh (str | Unset): Net energy of the invoice or settlement, Wh: it can only lower the result
        check_net_wh (str | Unset): Net energy of a check meter that is not connected, Wh: it can only lower the result
        fuel_g (str | Unset): Fossil fuel burnt on site, g; needed where the design names a fuel
        le_g (str | Unset): Leakage beside what the rulebook counts, gCO2
        calibrations (list[ClosingFactsCalibration] | Unset): Late calibrations that the design does not hold yet
    """

    reason: str
    invoice_net_wh: str | Unset = UNSET
    check_net_wh: str | Unset = UNSET
    fuel_g: str | Unset = UNSET
    le_g: str | Unset = UNSET
    calibrations: list[ClosingFactsCalibration] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        reason = self.reason

        invoice_net_wh = self.invoice_net_wh

        check_net_wh = self.check_net_wh

        fuel_g = self.fuel_g

        le_g = self.le_g

        calibrations: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.calibrations, Unset):
            calibrations = []
            for calibrations_item_data in self.calibrations:
                calibrations_item = calibrations_item_data.to_dict()
                calibrations.append(calibrations_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "reason": reason,
            }
        )
        if invoice_net_wh is not UNSET:
            field_dict["invoice_net_wh"] = invoice_net_wh
        if check_net_wh is not UNSET:
            field_dict["check_net_wh"] = check_net_wh
        if fuel_g is not UNSET:
            field_dict["fuel_g"] = fuel_g
        if le_g is not UNSET:
            field_dict["le_g"] = le_g
        if calibrations is not UNSET:
            field_dict["calibrations"] = calibrations

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.closing_facts_calibration import ClosingFactsCalibration  # noqa: PLC0415

        d = dict(src_dict)
        reason = d.pop("reason")

        invoice_net_wh = d.pop("invoice_net_wh", UNSET)

        check_net_wh = d.pop("check_net_wh", UNSET)

        fuel_g = d.pop("fuel_g", UNSET)

        le_g = d.pop("le_g", UNSET)

        _calibrations = d.pop("calibrations", UNSET)
        calibrations: list[ClosingFactsCalibration] | Unset = UNSET
        if _calibrations is not UNSET:
            calibrations = []
            for calibrations_item_data in _calibrations:
                calibrations_item = ClosingFactsCalibration.from_dict(calibrations_item_data)

                calibrations.append(calibrations_item)

        period_amendment = cls(
            reason=reason,
            invoice_net_wh=invoice_net_wh,
            check_net_wh=check_net_wh,
            fuel_g=fuel_g,
            le_g=le_g,
            calibrations=calibrations,
        )

        return period_amendment
