from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="LatestValuesDeviceValue")


@_attrs_define
class LatestValuesDeviceValue:
    """
    Attributes:
        value (float):
        timestamp (str):
        received_at (str):
        record_id (str): Random: says nothing of order, number or plant
        effective_status (str): The verdict with every later decision; only APPROVED counts. REOPENED: approved, then
            doubted by a later finding. PROPOSED: a correction that no verifier has accepted yet. REPLACED: an accepted
            correction stands in its place. One of `APPROVED`, `FLAGGED`, `REJECTED`, `REOPENED`, `PROPOSED`, `REPLACED`
    """

    value: float
    timestamp: str
    received_at: str
    record_id: str
    effective_status: str

    def to_dict(self) -> dict[str, Any]:
        value = self.value

        timestamp = self.timestamp

        received_at = self.received_at

        record_id = self.record_id

        effective_status = self.effective_status

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "value": value,
                "timestamp": timestamp,
                "received_at": received_at,
                "record_id": record_id,
                "effective_status": effective_status,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        value = d.pop("value")

        timestamp = d.pop("timestamp")

        received_at = d.pop("received_at")

        record_id = d.pop("record_id")

        effective_status = d.pop("effective_status")

        latest_values_device_value = cls(
            value=value,
            timestamp=timestamp,
            received_at=received_at,
            record_id=record_id,
            effective_status=effective_status,
        )

        return latest_values_device_value
