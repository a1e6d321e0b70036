from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.series_device_point_quality import SeriesDevicePointQuality


T = TypeVar("T", bound="SeriesDevicePoint")


@_attrs_define
class SeriesDevicePoint:
    """
    Attributes:
        timestamp (str): End of the bucket, which belongs to it
        avg (float | None): Null where every reading of the bucket was rejected, as are the next three
        min_ (float | None):
        max_ (float | None):
        last (float | None):
        count (int): Readings in these values
        quality (SeriesDevicePointQuality):
    """

    timestamp: str
    avg: float | None
    min_: float | None
    max_: float | None
    last: float | None
    count: int
    quality: SeriesDevicePointQuality

    def to_dict(self) -> dict[str, Any]:
        timestamp = self.timestamp

        avg: float | None
        avg = self.avg

        min_: float | None
        min_ = self.min_

        max_: float | None
        max_ = self.max_

        last: float | None
        last = self.last

        count = self.count

        quality = self.quality.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "timestamp": timestamp,
                "avg": avg,
                "min": min_,
                "max": max_,
                "last": last,
                "count": count,
                "quality": quality,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.series_device_point_quality import SeriesDevicePointQuality  # noqa: PLC0415

        d = dict(src_dict)
        timestamp = d.pop("timestamp")

        def _parse_avg(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        avg = _parse_avg(d.pop("avg"))

        def _parse_min_(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        min_ = _parse_min_(d.pop("min"))

        def _parse_max_(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        max_ = _parse_max_(d.pop("max"))

        def _parse_last(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        last = _parse_last(d.pop("last"))

        count = d.pop("count")

        quality = SeriesDevicePointQuality.from_dict(d.pop("quality"))

        series_device_point = cls(
            timestamp=timestamp,
            avg=avg,
            min_=min_,
            max_=max_,
            last=last,
            count=count,
            quality=quality,
        )

        return series_device_point
