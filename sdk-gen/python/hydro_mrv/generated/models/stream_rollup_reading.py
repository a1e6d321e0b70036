from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="StreamRollupReading")


@_attrs_define
class StreamRollupReading:
    """Of the readings in the window that count; null where a review has left none, with a `count` of 0

    Attributes:
        avg (float | None):
        min_ (float | None):
        max_ (float | None):
        last (float | None):
        count (int):
    """

    avg: float | None
    min_: float | None
    max_: float | None
    last: float | None
    count: int

    def to_dict(self) -> dict[str, Any]:
        avg: float | None
        avg = self.avg

        min_: float | None
        min_ = self.min_

        max_: float | None
        max_ = self.max_

        last: float | None
        last = self.last

        count = self.count

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "avg": avg,
                "min": min_,
                "max": max_,
                "last": last,
                "count": count,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

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

        stream_rollup_reading = cls(
            avg=avg,
            min_=min_,
            max_=max_,
            last=last,
            count=count,
        )

        return stream_rollup_reading
