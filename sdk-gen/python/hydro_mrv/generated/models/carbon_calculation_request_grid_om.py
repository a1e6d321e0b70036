from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.carbon_calculation_request_grid_om_unit import (
        CarbonCalculationRequestGridOmUnit,
    )


T = TypeVar("T", bound="CarbonCalculationRequestGridOm")


@_attrs_define
class CarbonCalculationRequestGridOm:
    """TOOL07: operating margin from the grid's units

    Attributes:
        method (str): One of `simple`, `simple_adjusted`, `average`
        units (list[CarbonCalculationRequestGridOmUnit]):
        lambda_hours (int | Unset): Hours of the year with low-cost/must-run units on the margin
        hours (int | Unset): Hours of the year. Left out: 8760. One of `8760`, `8784`
    """

    method: str
    units: list[CarbonCalculationRequestGridOmUnit]
    lambda_hours: int | Unset = UNSET
    hours: int | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        method = self.method

        units = []
        for units_item_data in self.units:
            units_item = units_item_data.to_dict()
            units.append(units_item)

        lambda_hours = self.lambda_hours

        hours = self.hours

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "method": method,
                "units": units,
            }
        )
        if lambda_hours is not UNSET:
            field_dict["lambda_hours"] = lambda_hours
        if hours is not UNSET:
            field_dict["hours"] = hours

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.carbon_calculation_request_grid_om_unit import (
            CarbonCalculationRequestGridOmUnit,  # noqa: PLC0415
        )

        d = dict(src_dict)
        method = d.pop("method")

        units = []
        _units = d.pop("units")
        for units_item_data in _units:
            units_item = CarbonCalculationRequestGridOmUnit.from_dict(units_item_data)

            units.append(units_item)

        lambda_hours = d.pop("lambda_hours", UNSET)

        hours = d.pop("hours", UNSET)

        carbon_calculation_request_grid_om = cls(
            method=method,
            units=units,
            lambda_hours=lambda_hours,
            hours=hours,
        )

        return carbon_calculation_request_grid_om
