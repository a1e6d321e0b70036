from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.latest_values_device import LatestValuesDevice


T = TypeVar("T", bound="LatestValues")


@_attrs_define
class LatestValues:
    """
    Attributes:
        plant_id (str):
        devices (list[LatestValuesDevice]):
        behind (int): Accepted records that are not in here: 0, but while the gateway catches up with very many
    """

    plant_id: str
    devices: list[LatestValuesDevice]
    behind: int

    def to_dict(self) -> dict[str, Any]:
        plant_id = self.plant_id

        devices = []
        for devices_item_data in self.devices:
            devices_item = devices_item_data.to_dict()
            devices.append(devices_item)

        behind = self.behind

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "plant_id": plant_id,
                "devices": devices,
                "behind": behind,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.latest_values_device import LatestValuesDevice  # noqa: PLC0415

        d = dict(src_dict)
        plant_id = d.pop("plant_id")

        devices = []
        _devices = d.pop("devices")
        for devices_item_data in _devices:
            devices_item = LatestValuesDevice.from_dict(devices_item_data)

            devices.append(devices_item)

        behind = d.pop("behind")

        latest_values = cls(
            plant_id=plant_id,
            devices=devices,
            behind=behind,
        )

        return latest_values
