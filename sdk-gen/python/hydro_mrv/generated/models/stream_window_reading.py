from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="StreamWindowReading")


@_attrs_define
class StreamWindowReading:
    """Of the readings in the window that have it; `last` by their own time

    Attributes:
        avg (float):
        min_ (float):
        max_ (float):
        last (float):
        count (int):
    """

    avg: float
    min_: float
    max_: float
    last: float
    count: int

    def to_dict(self) -> dict[str, Any]:
        avg = self.avg

        min_ = self.min_

        max_ = self.max_

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
        avg = d.pop("avg")

        min_ = d.pop("min")

        max_ = d.pop("max")

        last = d.pop("last")

        count = d.pop("count")

        stream_window_reading = cls(
            avg=avg,
            min_=min_,
            max_=max_,
            last=last,
            count=count,
        )

        return stream_window_reading
