from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.sample_slot import SampleSlot


T = TypeVar("T", bound="BatchSample")


@_attrs_define
class BatchSample:
    """
    Attributes:
        timestamp (str): END of its interval
        interval_s (int):
        sha256 (str): Of its canonical (RFC 8785) bytes: GET /api/v1/records/{id}/samples gives them
        slot (SampleSlot):
        record_id (None | str): The record it went into; null: none was made of it yet
        duplicate (bool):
    """

    timestamp: str
    interval_s: int
    sha256: str
    slot: SampleSlot
    record_id: None | str
    duplicate: bool

    def to_dict(self) -> dict[str, Any]:
        timestamp = self.timestamp

        interval_s = self.interval_s

        sha256 = self.sha256

        slot = self.slot.to_dict()

        record_id: None | str
        record_id = self.record_id

        duplicate = self.duplicate

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "timestamp": timestamp,
                "interval_s": interval_s,
                "sha256": sha256,
                "slot": slot,
                "record_id": record_id,
                "duplicate": duplicate,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.sample_slot import SampleSlot  # noqa: PLC0415

        d = dict(src_dict)
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

        batch_sample = cls(
            timestamp=timestamp,
            interval_s=interval_s,
            sha256=sha256,
            slot=slot,
            record_id=record_id,
            duplicate=duplicate,
        )

        return batch_sample
