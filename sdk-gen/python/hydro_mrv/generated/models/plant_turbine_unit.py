from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.plant_efficiency_curve import PlantEfficiencyCurve


T = TypeVar("T", bound="PlantTurbineUnit")


@_attrs_define
class PlantTurbineUnit:
    """
    Attributes:
        unit_id (str): Unique within the plant
        turbine_type (str): One of `pelton`, `turgo`, `francis`, `kaplan`, `propeller`, `crossflow`
        rated_power_kw (float): Nameplate of this unit, kW
        design_head_m (float | Unset): m; absent: the plant's
        design_flow_m3s (float | Unset): Flow at rated power, m3/s
        efficiency_curve (list[PlantEfficiencyCurve] | Unset):
        manufacturer (str | Unset):
        serial (str | Unset):
        commissioned_on (str | Unset):
    """

    unit_id: str
    turbine_type: str
    rated_power_kw: float
    design_head_m: float | Unset = UNSET
    design_flow_m3s: float | Unset = UNSET
    efficiency_curve: list[PlantEfficiencyCurve] | Unset = UNSET
    manufacturer: str | Unset = UNSET
    serial: str | Unset = UNSET
    commissioned_on: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        unit_id = self.unit_id

        turbine_type = self.turbine_type

        rated_power_kw = self.rated_power_kw

        design_head_m = self.design_head_m

        design_flow_m3s = self.design_flow_m3s

        efficiency_curve: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.efficiency_curve, Unset):
            efficiency_curve = []
            for efficiency_curve_item_data in self.efficiency_curve:
                efficiency_curve_item = efficiency_curve_item_data.to_dict()
                efficiency_curve.append(efficiency_curve_item)

        manufacturer = self.manufacturer

        serial = self.serial

        commissioned_on = self.commissioned_on

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "unit_id": unit_id,
                "turbine_type": turbine_type,
                "rated_power_kw": rated_power_kw,
            }
        )
        if design_head_m is not UNSET:
            field_dict["design_head_m"] = design_head_m
        if design_flow_m3s is not UNSET:
            field_dict["design_flow_m3s"] = design_flow_m3s
        if efficiency_curve is not UNSET:
            field_dict["efficiency_curve"] = efficiency_curve
        if manufacturer is not UNSET:
            field_dict["manufacturer"] = manufacturer
        if serial is not UNSET:
            field_dict["serial"] = serial
        if commissioned_on is not UNSET:
            field_dict["commissioned_on"] = commissioned_on

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.plant_efficiency_curve import PlantEfficiencyCurve  # noqa: PLC0415

        d = dict(src_dict)
        unit_id = d.pop("unit_id")

        turbine_type = d.pop("turbine_type")

        rated_power_kw = d.pop("rated_power_kw")

        design_head_m = d.pop("design_head_m", UNSET)

        design_flow_m3s = d.pop("design_flow_m3s", UNSET)

        _efficiency_curve = d.pop("efficiency_curve", UNSET)
        efficiency_curve: list[PlantEfficiencyCurve] | Unset = UNSET
        if _efficiency_curve is not UNSET:
            efficiency_curve = []
            for efficiency_curve_item_data in _efficiency_curve:
                efficiency_curve_item = PlantEfficiencyCurve.from_dict(efficiency_curve_item_data)

                efficiency_curve.append(efficiency_curve_item)

        manufacturer = d.pop("manufacturer", UNSET)

        serial = d.pop("serial", UNSET)

        commissioned_on = d.pop("commissioned_on", UNSET)

        plant_turbine_unit = cls(
            unit_id=unit_id,
            turbine_type=turbine_type,
            rated_power_kw=rated_power_kw,
            design_head_m=design_head_m,
            design_flow_m3s=design_flow_m3s,
            efficiency_curve=efficiency_curve,
            manufacturer=manufacturer,
            serial=serial,
            commissioned_on=commissioned_on,
        )

        return plant_turbine_unit
