from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.newest_sample_readings import NewestSampleReadings


T = TypeVar("T", bound="NewestSample")


@_attrs_define
class NewestSample:
    """Newer than every value below; it has no verdict before its record is made

    Attributes:
        timestamp (str):
        interval_s (int):
        received_at (str):
        readings (NewestSampleReadings):
    """

    timestamp: str
    interval_s: int
    received_at: str
    readings: NewestSampleReadings

    def to_dict(self) -> dict[str, Any]:
        timestamp = self.timestamp

        interval_s = self.interval_s

        received_at = self.received_at

        readings = self.readings.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "timestamp": timestamp,
                "interval_s": interval_s,
                "received_at": received_at,
                "readings": readings,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.newest_sample_readings import NewestSampleReadings  # noqa: PLC0415

        d = dict(src_dict)
        timestamp = d.pop("timestamp")

        interval_s = d.pop("interval_s")

        received_at = d.pop("received_at")

        readings = NewestSampleReadings.from_dict(d.pop("readings"))

        newest_sample = cls(
            timestamp=timestamp,
            interval_s=interval_s,
            received_at=received_at,
            readings=readings,
        )

        return newest_sample
