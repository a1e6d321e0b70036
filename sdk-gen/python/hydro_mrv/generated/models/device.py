from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.device_sensor_limit import DeviceSensorLimit


T = TypeVar("T", bound="Device")


@_attrs_define
class Device:
    """
    Attributes:
        device_id (str): Chosen by the operator, unique within the organisation
        kind (str): Says which quantities a reading of it must carry. One of `turbine`, `meter`, `gauge`, `station`
        name (str | Unset):
        rated_power_kw (float | Unset): Nameplate of this unit, when less than the plant's
        calibration_valid_until (str | Unset): Last day (UTC) of the instrument's calibration; later readings say so
        interval_s (int | Unset): Seconds between its readings, as its configuration tells it
        manufacturer (str | Unset):
        model (str | Unset):
        serial (str | Unset):
        sensor_limits (list[DeviceSensorLimit] | Unset): Measuring ranges of the device's sensors, by quantity
    """

    device_id: str
    kind: str
    name: str | Unset = UNSET
    rated_power_kw: float | Unset = UNSET
    calibration_valid_until: str | Unset = UNSET
    interval_s: int | Unset = UNSET
    manufacturer: str | Unset = UNSET
    model: str | Unset = UNSET
    serial: str | Unset = UNSET
    sensor_limits: list[DeviceSensorLimit] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        device_id = self.device_id

        kind = self.kind

        name = self.name

        rated_power_kw = self.rated_power_kw

        calibration_valid_until = self.calibration_valid_until

        interval_s = self.interval_s

        manufacturer = self.manufacturer

        model = self.model

        serial = self.serial

        sensor_limits: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.sensor_limits, Unset):
            sensor_limits = []
            for sensor_limits_item_data in self.sensor_limits:
                sensor_limits_item = sensor_limits_item_data.to_dict()
                sensor_limits.append(sensor_limits_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "device_id": device_id,
                "kind": kind,
            }
        )
        if name is not UNSET:
            field_dict["name"] = name
        if rated_power_kw is not UNSET:
            field_dict["rated_power_kw"] = rated_power_kw
        if calibration_valid_until is not UNSET:
            field_dict["calibration_valid_until"] = calibration_valid_until
        if interval_s is not UNSET:
            field_dict["interval_s"] = interval_s
        if manufacturer is not UNSET:
            field_dict["manufacturer"] = manufacturer
        if model is not UNSET:
            field_dict["model"] = model
        if serial is not UNSET:
            field_dict["serial"] = serial
        if sensor_limits is not UNSET:
            field_dict["sensor_limits"] = sensor_limits

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.device_sensor_limit import DeviceSensorLimit  # noqa: PLC0415

        d = dict(src_dict)
        device_id = d.pop("device_id")

        kind = d.pop("kind")

        name = d.pop("name", UNSET)

        rated_power_kw = d.pop("rated_power_kw", UNSET)

        calibration_valid_until = d.pop("calibration_valid_until", UNSET)

        interval_s = d.pop("interval_s", UNSET)

        manufacturer = d.pop("manufacturer", UNSET)

        model = d.pop("model", UNSET)

        serial = d.pop("serial", UNSET)

        _sensor_limits = d.pop("sensor_limits", UNSET)
        sensor_limits: list[DeviceSensorLimit] | Unset = UNSET
        if _sensor_limits is not UNSET:
            sensor_limits = []
            for sensor_limits_item_data in _sensor_limits:
                sensor_limits_item = DeviceSensorLimit.from_dict(sensor_limits_item_data)

                sensor_limits.append(sensor_limits_item)

        device = cls(
            device_id=device_id,
            kind=kind,
            name=name,
            rated_power_kw=rated_power_kw,
            calibration_valid_until=calibration_valid_until,
            interval_s=interval_s,
            manufacturer=manufacturer,
            model=model,
            serial=serial,
            sensor_limits=sensor_limits,
        )

        return device
