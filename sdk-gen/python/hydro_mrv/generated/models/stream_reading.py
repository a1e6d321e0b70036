from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.stream_reading_readings import StreamReadingReadings


T = TypeVar("T", bound="StreamReading")


@_attrs_define
class StreamReading:
    """
    Attributes:
        plant_id (str):
        device_id (None | str):
        record_id (str):
        seq (int): Place in the plant's chain
        timestamp (str): End of the interval
        received_at (str):
        readings (StreamReadingReadings): Quantities, as they were sent
        interval_s (int | Unset):
        source (str | Unset): `backfill`: history, filed later
        replaces (str | Unset): The record that this correction stands for
    """

    plant_id: str
    device_id: None | str
    record_id: str
    seq: int
    timestamp: str
    received_at: str
    readings: StreamReadingReadings
    interval_s: int | Unset = UNSET
    source: str | Unset = UNSET
    replaces: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        plant_id = self.plant_id

        device_id: None | str
        device_id = self.device_id

        record_id = self.record_id

        seq = self.seq

        timestamp = self.timestamp

        received_at = self.received_at

        readings = self.readings.to_dict()

        interval_s = self.interval_s

        source = self.source

        replaces = self.replaces

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "plant_id": plant_id,
                "device_id": device_id,
                "record_id": record_id,
                "seq": seq,
                "timestamp": timestamp,
                "received_at": received_at,
                "readings": readings,
            }
        )
        if interval_s is not UNSET:
            field_dict["interval_s"] = interval_s
        if source is not UNSET:
            field_dict["source"] = source
        if replaces is not UNSET:
            field_dict["replaces"] = replaces

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.stream_reading_readings import StreamReadingReadings  # noqa: PLC0415

        d = dict(src_dict)
        plant_id = d.pop("plant_id")

        def _parse_device_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        device_id = _parse_device_id(d.pop("device_id"))

        record_id = d.pop("record_id")

        seq = d.pop("seq")

        timestamp = d.pop("timestamp")

        received_at = d.pop("received_at")

        readings = StreamReadingReadings.from_dict(d.pop("readings"))

        interval_s = d.pop("interval_s", UNSET)

        source = d.pop("source", UNSET)

        replaces = d.pop("replaces", UNSET)

        stream_reading = cls(
            plant_id=plant_id,
            device_id=device_id,
            record_id=record_id,
            seq=seq,
            timestamp=timestamp,
            received_at=received_at,
            readings=readings,
            interval_s=interval_s,
            source=source,
            replaces=replaces,
        )

        return stream_reading
