from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.latest_values_device_values import LatestValuesDeviceValues


T = TypeVar("T", bound="LatestValuesDevice")


@_attrs_define
class LatestValuesDevice:
    """
    Attributes:
        device_id (str):
        values (LatestValuesDeviceValues):
    """

    device_id: str
    values: LatestValuesDeviceValues

    def to_dict(self) -> dict[str, Any]:
        device_id = self.device_id

        values = self.values.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "device_id": device_id,
                "values": values,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.latest_values_device_values import LatestValuesDeviceValues  # noqa: PLC0415

        d = dict(src_dict)
        device_id = d.pop("device_id")

        values = LatestValuesDeviceValues.from_dict(d.pop("values"))

        latest_values_device = cls(
            device_id=device_id,
            values=values,
        )

        return latest_values_device
