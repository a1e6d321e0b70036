from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.stream_sample_readings import StreamSampleReadings


T = TypeVar("T", bound="StreamSample")


@_attrs_define
class StreamSample:
    """
    Attributes:
        plant_id (str):
        device_id (str):
        timestamp (str): End of its interval
        interval_s (int):
        received_at (str):
        readings (StreamSampleReadings): Quantities, as they were sent
        source (str | Unset):
    """

    plant_id: str
    device_id: str
    timestamp: str
    interval_s: int
    received_at: str
    readings: StreamSampleReadings
    source: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        plant_id = self.plant_id

        device_id = self.device_id

        timestamp = self.timestamp

        interval_s = self.interval_s

        received_at = self.received_at

        readings = self.readings.to_dict()

        source = self.source

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "plant_id": plant_id,
                "device_id": device_id,
                "timestamp": timestamp,
                "interval_s": interval_s,
                "received_at": received_at,
                "readings": readings,
            }
        )
        if source is not UNSET:
            field_dict["source"] = source

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.stream_sample_readings import StreamSampleReadings  # noqa: PLC0415

        d = dict(src_dict)
        plant_id = d.pop("plant_id")

        device_id = d.pop("device_id")

        timestamp = d.pop("timestamp")

        interval_s = d.pop("interval_s")

        received_at = d.pop("received_at")

        readings = StreamSampleReadings.from_dict(d.pop("readings"))

        source = d.pop("source", UNSET)

        stream_sample = cls(
            plant_id=plant_id,
            device_id=device_id,
            timestamp=timestamp,
            interval_s=interval_s,
            received_at=received_at,
            readings=readings,
            source=source,
        )

        return stream_sample
