from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="ClaimedDevice")


@_attrs_define
class ClaimedDevice:
    """
    Attributes:
        plant_id (str):
        device_id (str):
        key_id (None | str): Of its public key; null: it signs nothing
        api_key (None | str): Role device, for this device at this plant only; shown once
        api_key_expires_at (None | str): Null: not by itself
        config (str): Where its configuration is
    """

    plant_id: str
    device_id: str
    key_id: None | str
    api_key: None | str
    api_key_expires_at: None | str
    config: str

    def to_dict(self) -> dict[str, Any]:
        plant_id = self.plant_id

        device_id = self.device_id

        key_id: None | str
        key_id = self.key_id

        api_key: None | str
        api_key = self.api_key

        api_key_expires_at: None | str
        api_key_expires_at = self.api_key_expires_at

        config = self.config

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "plant_id": plant_id,
                "device_id": device_id,
                "key_id": key_id,
                "api_key": api_key,
                "api_key_expires_at": api_key_expires_at,
                "config": config,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        plant_id = d.pop("plant_id")

        device_id = d.pop("device_id")

        def _parse_key_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        key_id = _parse_key_id(d.pop("key_id"))

        def _parse_api_key(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        api_key = _parse_api_key(d.pop("api_key"))

        def _parse_api_key_expires_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        api_key_expires_at = _parse_api_key_expires_at(d.pop("api_key_expires_at"))

        config = d.pop("config")

        claimed_device = cls(
            plant_id=plant_id,
            device_id=device_id,
            key_id=key_id,
            api_key=api_key,
            api_key_expires_at=api_key_expires_at,
            config=config,
        )

        return claimed_device
