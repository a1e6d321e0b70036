from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="StreamQuery")


@_attrs_define
class StreamQuery:
    """What a live stream tells: docs/streams.md.

    Attributes:
        events (list[str] | Unset): Only these events; repeated or separated by commas
        plant_id (list[str] | Unset): Only these plants; repeated or separated by commas
        device_id (list[str] | Unset): Only these devices; repeated or separated by commas
        metric (list[str] | Unset): Of readings only these quantities; repeated or separated by commas
        resolution (str | Unset): `raw`: every reading; else one event for each device and window of time with readings
            in it. One of `raw`, `5s`, `1m`, `5m`, `1h`
        delta (str | Unset): Of readings only quantities that have changed since they were sent last, and none where
            nothing has. One of `true`, `false`
        dead_band (list[str] | Unset): How far a quantity may move before it is sent again, `power_output_kw:5` in its
            own unit or `*:1%` of what was sent last; implies `delta`. Repeated or separated by commas
        last_event_id (str | Unset): The `id` of the last event you have, unchanged: the stream goes on behind it
    """

    events: list[str] | Unset = UNSET
    plant_id: list[str] | Unset = UNSET
    device_id: list[str] | Unset = UNSET
    metric: list[str] | Unset = UNSET
    resolution: str | Unset = UNSET
    delta: str | Unset = UNSET
    dead_band: list[str] | Unset = UNSET
    last_event_id: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        events: list[str] | Unset = UNSET
        if not isinstance(self.events, Unset):
            events = self.events

        plant_id: list[str] | Unset = UNSET
        if not isinstance(self.plant_id, Unset):
            plant_id = self.plant_id

        device_id: list[str] | Unset = UNSET
        if not isinstance(self.device_id, Unset):
            device_id = self.device_id

        metric: list[str] | Unset = UNSET
        if not isinstance(self.metric, Unset):
            metric = self.metric

        resolution = self.resolution

        delta = self.delta

        dead_band: list[str] | Unset = UNSET
        if not isinstance(self.dead_band, Unset):
            dead_band = self.dead_band

        last_event_id = self.last_event_id

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if events is not UNSET:
            field_dict["events"] = events
        if plant_id is not UNSET:
            field_dict["plant_id"] = plant_id
        if device_id is not UNSET:
            field_dict["device_id"] = device_id
        if metric is not UNSET:
            field_dict["metric"] = metric
        if resolution is not UNSET:
            field_dict["resolution"] = resolution
        if delta is not UNSET:
            field_dict["delta"] = delta
        if dead_band is not UNSET:
            field_dict["dead_band"] = dead_band
        if last_event_id is not UNSET:
            field_dict["last_event_id"] = last_event_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        events = cast(list[str], d.pop("events", UNSET))

        plant_id = cast(list[str], d.pop("plant_id", UNSET))

        device_id = cast(list[str], d.pop("device_id", UNSET))

        metric = cast(list[str], d.pop("metric", UNSET))

        resolution = d.pop("resolution", UNSET)

        delta = d.pop("delta", UNSET)

        dead_band = cast(list[str], d.pop("dead_band", UNSET))

        last_event_id = d.pop("last_event_id", UNSET)

        stream_query = cls(
            events=events,
            plant_id=plant_id,
            device_id=device_id,
            metric=metric,
            resolution=resolution,
            delta=delta,
            dead_band=dead_band,
            last_event_id=last_event_id,
        )

        return stream_query
