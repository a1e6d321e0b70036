from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.sample_links import SampleLinks
    from ..models.sample_slot import SampleSlot


T = TypeVar("T", bound="Sample")


@_attrs_define
class Sample:
    """A reading that its plant's accounting interval makes a sample: durable, and without a verdict of its own

    Attributes:
        kind (str): One of `sample`
        plant_id (str):
        device_id (str):
        received_at (str):
        timestamp (str): END of its interval
        interval_s (int):
        sha256 (str): Of its canonical (RFC 8785) bytes: GET /api/v1/records/{id}/samples gives them
        slot (SampleSlot):
        record_id (None | str): The record it went into; null: none was made of it yet
        duplicate (bool): True: this call repeated a sample that was kept
        notice (str): What it is not
        links (SampleLinks):
    """

    kind: str
    plant_id: str
    device_id: str
    received_at: str
    timestamp: str
    interval_s: int
    sha256: str
    slot: SampleSlot
    record_id: None | str
    duplicate: bool
    notice: str
    links: SampleLinks

    def to_dict(self) -> dict[str, Any]:
        kind = self.kind

        plant_id = self.plant_id

        device_id = self.device_id

        received_at = self.received_at

        timestamp = self.timestamp

        interval_s = self.interval_s

        sha256 = self.sha256

        slot = self.slot.to_dict()

        record_id: None | str
        record_id = self.record_id

        duplicate = self.duplicate

        notice = self.notice

        links = self.links.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "kind": kind,
                "plant_id": plant_id,
                "device_id": device_id,
                "received_at": received_at,
                "timestamp": timestamp,
                "interval_s": interval_s,
                "sha256": sha256,
                "slot": slot,
                "record_id": record_id,
                "duplicate": duplicate,
                "notice": notice,
                "links": links,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.sample_links import SampleLinks  # noqa: PLC0415
        from ..models.sample_slot import SampleSlot  # noqa: PLC0415

        d = dict(src_dict)
        kind = d.pop("kind")

        plant_id = d.pop("plant_id")

        device_id = d.pop("device_id")

        received_at = d.pop("received_at")

        timestamp = d.pop("timestamp")

        interval_s = d.pop("interval_s")

        sha256 = d.pop("sha256")

        slot = SampleSlot.from_dict(d.pop("slot"))

        def _parse_record_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        record_id = _parse_record_id(d.pop("record_id"))

        duplicate = d.pop("duplicate")

        notice = d.pop("notice")

        links = SampleLinks.from_dict(d.pop("links"))

        sample = cls(
            kind=kind,
            plant_id=plant_id,
            device_id=device_id,
            received_at=received_at,
            timestamp=timestamp,
            interval_s=interval_s,
            sha256=sha256,
            slot=slot,
            record_id=record_id,
            duplicate=duplicate,
            notice=notice,
            links=links,
        )

        return sample
