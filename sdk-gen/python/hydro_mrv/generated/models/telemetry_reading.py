from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.quantities import Quantities
    from ..models.telemetry_reading_signature import TelemetryReadingSignature


T = TypeVar("T", bound="TelemetryReading")


@_attrs_define
class TelemetryReading:
    """
    Attributes:
        plant_id (str): The plant, as registered
        device_id (str): The device, as registered at this plant
        readings (Quantities):
        timestamp (str | Unset): END of the interval (timestamp - interval_s, timestamp], with `T` and `Z` in capitals;
            absent: the time of receipt, never creditable
        interval_s (int | Unset): Length of the interval in seconds; absent: an instantaneous reading
        device_seq (int | Unset): The device's own counter, if it keeps one
        signature (TelemetryReadingSignature | Unset): By the device's own key, over the reading; needs timestamp and
            device_seq
        source (str | Unset): `backfill`: history that an operator files, of any age; it stands in the record. Absent:
            live. One of `backfill`
        reason (str | Unset): Why history is filed now; goes with `source` and into the record
    """

    plant_id: str
    device_id: str
    readings: Quantities
    timestamp: str | Unset = UNSET
    interval_s: int | Unset = UNSET
    device_seq: int | Unset = UNSET
    signature: TelemetryReadingSignature | Unset = UNSET
    source: str | Unset = UNSET
    reason: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        plant_id = self.plant_id

        device_id = self.device_id

        readings = self.readings.to_dict()

        timestamp = self.timestamp

        interval_s = self.interval_s

        device_seq = self.device_seq

        signature: dict[str, Any] | Unset = UNSET
        if not isinstance(self.signature, Unset):
            signature = self.signature.to_dict()

        source = self.source

        reason = self.reason

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "plant_id": plant_id,
                "device_id": device_id,
                "readings": readings,
            }
        )
        if timestamp is not UNSET:
            field_dict["timestamp"] = timestamp
        if interval_s is not UNSET:
            field_dict["interval_s"] = interval_s
        if device_seq is not UNSET:
            field_dict["device_seq"] = device_seq
        if signature is not UNSET:
            field_dict["signature"] = signature
        if source is not UNSET:
            field_dict["source"] = source
        if reason is not UNSET:
            field_dict["reason"] = reason

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.quantities import Quantities  # noqa: PLC0415
        from ..models.telemetry_reading_signature import TelemetryReadingSignature  # noqa: PLC0415

        d = dict(src_dict)
        plant_id = d.pop("plant_id")

        device_id = d.pop("device_id")

        readings = Quantities.from_dict(d.pop("readings"))

        timestamp = d.pop("timestamp", UNSET)

        interval_s = d.pop("interval_s", UNSET)

        device_seq = d.pop("device_seq", UNSET)

        _signature = d.pop("signature", UNSET)
        signature: TelemetryReadingSignature | Unset
        if isinstance(_signature, Unset):
            signature = UNSET
        else:
            signature = TelemetryReadingSignature.from_dict(_signature)

        source = d.pop("source", UNSET)

        reason = d.pop("reason", UNSET)

        telemetry_reading = cls(
            plant_id=plant_id,
            device_id=device_id,
            readings=readings,
            timestamp=timestamp,
            interval_s=interval_s,
            device_seq=device_seq,
            signature=signature,
            source=source,
            reason=reason,
        )

        return telemetry_reading
