from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.stream_rollup_readings import StreamRollupReadings


T = TypeVar("T", bound="StreamRollup")


@_attrs_define
class StreamRollup:
    """
    Attributes:
        plant_id (str):
        device_id (str):
        resolution (str): One of `1m`, `5m`, `1h`, `1d`
        from_ (str):
        to (str):
        readings (StreamRollupReadings):
    """

    plant_id: str
    device_id: str
    resolution: str
    from_: str
    to: str
    readings: StreamRollupReadings

    def to_dict(self) -> dict[str, Any]:
        plant_id = self.plant_id

        device_id = self.device_id

        resolution = self.resolution

        from_ = self.from_

        to = self.to

        readings = self.readings.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "plant_id": plant_id,
                "device_id": device_id,
                "resolution": resolution,
                "from": from_,
                "to": to,
                "readings": readings,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.stream_rollup_readings import StreamRollupReadings  # noqa: PLC0415

        d = dict(src_dict)
        plant_id = d.pop("plant_id")

        device_id = d.pop("device_id")

        resolution = d.pop("resolution")

        from_ = d.pop("from")

        to = d.pop("to")

        readings = StreamRollupReadings.from_dict(d.pop("readings"))

        stream_rollup = cls(
            plant_id=plant_id,
            device_id=device_id,
            resolution=resolution,
            from_=from_,
            to=to,
            readings=readings,
        )

        return stream_rollup
