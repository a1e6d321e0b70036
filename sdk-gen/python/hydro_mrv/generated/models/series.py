from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.series_device import SeriesDevice


T = TypeVar("T", bound="Series")


@_attrs_define
class Series:
    """
    Attributes:
        plant_id (str):
        metric (str):
        from_ (str):
        to (str):
        resolution (str): One of `raw`, `1m`, `5m`, `1h`, `1d`
        interval_s (int | None): Width of the buckets; null: readings themselves
        devices (list[SeriesDevice]):
        behind (int): Accepted records that are not in here: 0, but while the gateway catches up with very many
    """

    plant_id: str
    metric: str
    from_: str
    to: str
    resolution: str
    interval_s: int | None
    devices: list[SeriesDevice]
    behind: int

    def to_dict(self) -> dict[str, Any]:
        plant_id = self.plant_id

        metric = self.metric

        from_ = self.from_

        to = self.to

        resolution = self.resolution

        interval_s: int | None
        interval_s = self.interval_s

        devices = []
        for devices_item_data in self.devices:
            devices_item = devices_item_data.to_dict()
            devices.append(devices_item)

        behind = self.behind

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "plant_id": plant_id,
                "metric": metric,
                "from": from_,
                "to": to,
                "resolution": resolution,
                "interval_s": interval_s,
                "devices": devices,
                "behind": behind,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.series_device import SeriesDevice  # noqa: PLC0415

        d = dict(src_dict)
        plant_id = d.pop("plant_id")

        metric = d.pop("metric")

        from_ = d.pop("from")

        to = d.pop("to")

        resolution = d.pop("resolution")

        def _parse_interval_s(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        interval_s = _parse_interval_s(d.pop("interval_s"))

        devices = []
        _devices = d.pop("devices")
        for devices_item_data in _devices:
            devices_item = SeriesDevice.from_dict(devices_item_data)

            devices.append(devices_item)

        behind = d.pop("behind")

        series = cls(
            plant_id=plant_id,
            metric=metric,
            from_=from_,
            to=to,
            resolution=resolution,
            interval_s=interval_s,
            devices=devices,
            behind=behind,
        )

        return series
