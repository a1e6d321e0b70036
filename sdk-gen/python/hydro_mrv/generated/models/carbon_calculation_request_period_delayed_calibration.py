from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="CarbonCalculationRequestPeriodDelayedCalibration")


@_attrs_define
class CarbonCalculationRequestPeriodDelayedCalibration:
    """The main meter's calibration was overdue for the whole period; needs export and import

    Attributes:
        mpe_pct (str): Maximum permissible error of the meter, per cent: 0.2 means 0.2 %
        identified_error_pct (str | Unset): Error the late calibration found, per cent
    """

    mpe_pct: str
    identified_error_pct: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        mpe_pct = self.mpe_pct

        identified_error_pct = self.identified_error_pct

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "mpe_pct": mpe_pct,
            }
        )
        if identified_error_pct is not UNSET:
            field_dict["identified_error_pct"] = identified_error_pct

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        mpe_pct = d.pop("mpe_pct")

        identified_error_pct = d.pop("identified_error_pct", UNSET)

        carbon_calculation_request_period_delayed_calibration = cls(
            mpe_pct=mpe_pct,
            identified_error_pct=identified_error_pct,
        )

        return carbon_calculation_request_period_delayed_calibration
