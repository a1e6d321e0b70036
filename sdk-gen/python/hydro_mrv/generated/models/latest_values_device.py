from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.latest_values_device_values import LatestValuesDeviceValues
    from ..models.newest_sample import NewestSample


T = TypeVar("T", bound="LatestValuesDevice")


@_attrs_define
class LatestValuesDevice:
    """
    Attributes:
        device_id (str):
        values (LatestValuesDeviceValues):
        newest_sample (NewestSample | Unset): Newer than every value below; it has no verdict before its record is made
    """

    device_id: str
    values: LatestValuesDeviceValues
    newest_sample: NewestSample | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        device_id = self.device_id

        values = self.values.to_dict()

        newest_sample: dict[str, Any] | Unset = UNSET
        if not isinstance(self.newest_sample, Unset):
            newest_sample = self.newest_sample.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "device_id": device_id,
                "values": values,
            }
        )
        if newest_sample is not UNSET:
            field_dict["newest_sample"] = newest_sample

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.latest_values_device_values import LatestValuesDeviceValues  # noqa: PLC0415
        from ..models.newest_sample import NewestSample  # noqa: PLC0415

        d = dict(src_dict)
        device_id = d.pop("device_id")

        values = LatestValuesDeviceValues.from_dict(d.pop("values"))

        _newest_sample = d.pop("newest_sample", UNSET)
        newest_sample: NewestSample | Unset
        if isinstance(_newest_sample, Unset):
            newest_sample = UNSET
        else:
            newest_sample = NewestSample.from_dict(_newest_sample)

        latest_values_device = cls(
            device_id=device_id,
            values=values,
            newest_sample=newest_sample,
        )

        return latest_values_device
