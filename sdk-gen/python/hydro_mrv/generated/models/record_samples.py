from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.sample_slot import SampleSlot


T = TypeVar("T", bound="RecordSamples")


@_attrs_define
class RecordSamples:
    """Of a reading that was made of samples: GET /api/v1/records/{id}/samples gives them

    Attributes:
        count (int):
        root (str): Of the RFC 9162 tree over the samples' canonical bytes in the order of time
        slot (SampleSlot):
        received_at (str): When the last of them came; the record's own is when it was made
    """

    count: int
    root: str
    slot: SampleSlot
    received_at: str

    def to_dict(self) -> dict[str, Any]:
        count = self.count

        root = self.root

        slot = self.slot.to_dict()

        received_at = self.received_at

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "count": count,
                "root": root,
                "slot": slot,
                "received_at": received_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.sample_slot import SampleSlot  # noqa: PLC0415

        d = dict(src_dict)
        count = d.pop("count")

        root = d.pop("root")

        slot = SampleSlot.from_dict(d.pop("slot"))

        received_at = d.pop("received_at")

        record_samples = cls(
            count=count,
            root=root,
            slot=slot,
            received_at=received_at,
        )

        return record_samples
