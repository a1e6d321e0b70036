from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="DeviceConfig")


@_attrs_define
class DeviceConfig:
    """
    Attributes:
        version (str): Changes whenever anything else here does
        base_url (str):
        telemetry_url (str):
        config_url (str):
        keys_url (str):
        plant_id (str):
        device_id (str):
        device_kind (str): One of `turbine`, `meter`, `gauge`, `station`
        time_zone (str):
        interval_s (int): Seconds between readings
        signatures (str): One of `optional`, `required`
        key_id (None | str):
        quantities (list[str] | None): A reading needs one of these; null: any
        late_window_s (int): Signatures are taken this long after they were made
        max_ahead_s (int): A clock further ahead is refused
        time_url (str): Its `Date` header gives the gateway's time
    """

    version: str
    base_url: str
    telemetry_url: str
    config_url: str
    keys_url: str
    plant_id: str
    device_id: str
    device_kind: str
    time_zone: str
    interval_s: int
    signatures: str
    key_id: None | str
    quantities: list[str] | None
    late_window_s: int
    max_ahead_s: int
    time_url: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        version = self.version

        base_url = self.base_url

        telemetry_url = self.telemetry_url

        config_url = self.config_url

        keys_url = self.keys_url

        plant_id = self.plant_id

        device_id = self.device_id

        device_kind = self.device_kind

        time_zone = self.time_zone

        interval_s = self.interval_s

        signatures = self.signatures

        key_id: None | str
        key_id = self.key_id

        quantities: list[str] | None
        if isinstance(self.quantities, list):
            quantities = self.quantities

        else:
            quantities = self.quantities

        late_window_s = self.late_window_s

        max_ahead_s = self.max_ahead_s

        time_url = self.time_url

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "version": version,
                "base_url": base_url,
                "telemetry_url": telemetry_url,
                "config_url": config_url,
                "keys_url": keys_url,
                "plant_id": plant_id,
                "device_id": device_id,
                "device_kind": device_kind,
                "time_zone": time_zone,
                "interval_s": interval_s,
                "signatures": signatures,
                "key_id": key_id,
                "quantities": quantities,
                "late_window_s": late_window_s,
                "max_ahead_s": max_ahead_s,
                "time_url": time_url,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        version = d.pop("version")

        base_url = d.pop("base_url")

        telemetry_url = d.pop("telemetry_url")

        config_url = d.pop("config_url")

        keys_url = d.pop("keys_url")

        plant_id = d.pop("plant_id")

        device_id = d.pop("device_id")

        device_kind = d.pop("device_kind")

        time_zone = d.pop("time_zone")

        interval_s = d.pop("interval_s")

        signatures = d.pop("signatures")

        def _parse_key_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        key_id = _parse_key_id(d.pop("key_id"))

        def _parse_quantities(data: object) -> list[str] | None:
            if data is None:
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                quantities_type_0 = cast(list[str], data)

                return quantities_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None, data)

        quantities = _parse_quantities(d.pop("quantities"))

        late_window_s = d.pop("late_window_s")

        max_ahead_s = d.pop("max_ahead_s")

        time_url = d.pop("time_url")

        device_config = cls(
            version=version,
            base_url=base_url,
            telemetry_url=telemetry_url,
            config_url=config_url,
            keys_url=keys_url,
            plant_id=plant_id,
            device_id=device_id,
            device_kind=device_kind,
            time_zone=time_zone,
            interval_s=interval_s,
            signatures=signatures,
            key_id=key_id,
            quantities=quantities,
            late_window_s=late_window_s,
            max_ahead_s=max_ahead_s,
            time_url=time_url,
        )

        device_config.additional_properties = d
        return device_config

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
