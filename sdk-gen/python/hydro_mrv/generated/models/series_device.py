from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.series_device_point import SeriesDevicePoint


T = TypeVar("T", bound="SeriesDevice")


@_attrs_define
class SeriesDevice:
    """
    Attributes:
        device_id (str):
        buckets (int): Buckets in the span, before any were left out
        points (list[SeriesDevicePoint]):
    """

    device_id: str
    buckets: int
    points: list[SeriesDevicePoint]

    def to_dict(self) -> dict[str, Any]:
        device_id = self.device_id

        buckets = self.buckets

        points = []
        for points_item_data in self.points:
            points_item = points_item_data.to_dict()
            points.append(points_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "device_id": device_id,
                "buckets": buckets,
                "points": points,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.series_device_point import SeriesDevicePoint  # noqa: PLC0415

        d = dict(src_dict)
        device_id = d.pop("device_id")

        buckets = d.pop("buckets")

        points = []
        _points = d.pop("points")
        for points_item_data in _points:
            points_item = SeriesDevicePoint.from_dict(points_item_data)

            points.append(points_item)

        series_device = cls(
            device_id=device_id,
            buckets=buckets,
            points=points,
        )

        return series_device
