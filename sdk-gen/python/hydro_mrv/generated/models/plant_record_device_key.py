from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="PlantRecordDeviceKey")


@_attrs_define
class PlantRecordDeviceKey:
    """Of a `device-key`

    Attributes:
        act (str): One of `register`, `rotate`, `revoke`
        device_id (str):
        key_id (str):
        public_key (str | Unset): Ed25519, 32 bytes as hex; absent where it is revoked
    """

    act: str
    device_id: str
    key_id: str
    public_key: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        act = self.act

        device_id = self.device_id

        key_id = self.key_id

        public_key = self.public_key

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "act": act,
                "device_id": device_id,
                "key_id": key_id,
            }
        )
        if public_key is not UNSET:
            field_dict["public_key"] = public_key

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        act = d.pop("act")

        device_id = d.pop("device_id")

        key_id = d.pop("key_id")

        public_key = d.pop("public_key", UNSET)

        plant_record_device_key = cls(
            act=act,
            device_id=device_id,
            key_id=key_id,
            public_key=public_key,
        )

        plant_record_device_key.additional_properties = d
        return plant_record_device_key

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
