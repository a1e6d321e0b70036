from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="StreamAlert")


@_attrs_define
class StreamAlert:
    """
    Attributes:
        plant_id (None | str):
        device_id (str | Unset):
    """

    plant_id: None | str
    device_id: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        plant_id: None | str
        plant_id = self.plant_id

        device_id = self.device_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "plant_id": plant_id,
            }
        )
        if device_id is not UNSET:
            field_dict["device_id"] = device_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_plant_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        plant_id = _parse_plant_id(d.pop("plant_id"))

        device_id = d.pop("device_id", UNSET)

        stream_alert = cls(
            plant_id=plant_id,
            device_id=device_id,
        )

        stream_alert.additional_properties = d
        return stream_alert

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
