from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.stream_window_readings import StreamWindowReadings


T = TypeVar("T", bound="StreamWindow")


@_attrs_define
class StreamWindow:
    """
    Attributes:
        plant_id (str):
        device_id (str):
        resolution (str): One of `5s`, `1m`, `5m`, `1h`
        from_ (str):
        to (str): Readings whose intervals end in (from, to]
        count (int): Readings in it. Those that come later make the same window again, with them alone
        readings (StreamWindowReadings):
    """

    plant_id: str
    device_id: str
    resolution: str
    from_: str
    to: str
    count: int
    readings: StreamWindowReadings

    def to_dict(self) -> dict[str, Any]:
        plant_id = self.plant_id

        device_id = self.device_id

        resolution = self.resolution

        from_ = self.from_

        to = self.to

        count = self.count

        readings = self.readings.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "plant_id": plant_id,
                "device_id": device_id,
                "resolution": resolution,
                "from": from_,
                "to": to,
                "count": count,
                "readings": readings,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.stream_window_readings import StreamWindowReadings  # noqa: PLC0415

        d = dict(src_dict)
        plant_id = d.pop("plant_id")

        device_id = d.pop("device_id")

        resolution = d.pop("resolution")

        from_ = d.pop("from")

        to = d.pop("to")

        count = d.pop("count")

        readings = StreamWindowReadings.from_dict(d.pop("readings"))

        stream_window = cls(
            plant_id=plant_id,
            device_id=device_id,
            resolution=resolution,
            from_=from_,
            to=to,
            count=count,
            readings=readings,
        )

        return stream_window
