from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="DeviceSensorLimit")


@_attrs_define
class DeviceSensorLimit:
    """
    Attributes:
        quantity (str): One of `flow_rate_m3s`, `head_height_m`, `power_output_kw`, `energy_kwh`,
            `energy_export_kwh_total`, `energy_import_kwh_total`, `gross_energy_kwh_total`, `efficiency`, `ph`,
            `turbidity_ntu`, `temperature_c`, `dissolved_oxygen_mg_l`, `tds_mg_l`, `spill_flow_m3s`, `reservoir_level_m`,
            `tailwater_level_m`, `gate_opening_pct`, `rotor_speed_rpm`, `voltage_kv`, `frequency_hz`
        least (float):
        most (float):
    """

    quantity: str
    least: float
    most: float

    def to_dict(self) -> dict[str, Any]:
        quantity = self.quantity

        least = self.least

        most = self.most

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "quantity": quantity,
                "least": least,
                "most": most,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        quantity = d.pop("quantity")

        least = d.pop("least")

        most = d.pop("most")

        device_sensor_limit = cls(
            quantity=quantity,
            least=least,
            most=most,
        )

        return device_sensor_limit
