from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.telemetry_reading_signature_batch import TelemetryReadingSignatureBatch


T = TypeVar("T", bound="TelemetryReadingSignature")


@_attrs_define
class TelemetryReadingSignature:
    """By the device's own key, over the reading; needs timestamp and device_seq

    Attributes:
        key_id (str): Which of the device's keys signed
        signed_at (str): When it signed; at most 7 days ago
        value (str): Ed25519 signature, base 64
        batch (TelemetryReadingSignatureBatch | Unset): Absent: the signature is of this reading alone
    """

    key_id: str
    signed_at: str
    value: str
    batch: TelemetryReadingSignatureBatch | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        key_id = self.key_id

        signed_at = self.signed_at

        value = self.value

        batch: dict[str, Any] | Unset = UNSET
        if not isinstance(self.batch, Unset):
            batch = self.batch.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "key_id": key_id,
                "signed_at": signed_at,
                "value": value,
            }
        )
        if batch is not UNSET:
            field_dict["batch"] = batch

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.telemetry_reading_signature_batch import (
            TelemetryReadingSignatureBatch,  # noqa: PLC0415
        )

        d = dict(src_dict)
        key_id = d.pop("key_id")

        signed_at = d.pop("signed_at")

        value = d.pop("value")

        _batch = d.pop("batch", UNSET)
        batch: TelemetryReadingSignatureBatch | Unset
        if isinstance(_batch, Unset):
            batch = UNSET
        else:
            batch = TelemetryReadingSignatureBatch.from_dict(_batch)

        telemetry_reading_signature = cls(
            key_id=key_id,
            signed_at=signed_at,
            value=value,
            batch=batch,
        )

        return telemetry_reading_signature
