from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="StreamVerdict")


@_attrs_define
class StreamVerdict:
    """
    Attributes:
        plant_id (str):
        device_id (None | str):
        record_id (str):
        seq (int): Place in the plant's chain
        because (str): A verdict on a reading or correction; a verifier's decision; a later reading's doubt on earlier
            ones. One of `reading`, `correction`, `review`, `reopen`
        timestamp (str | Unset):
        status (str | Unset): One of `APPROVED`, `FLAGGED`, `REJECTED`
        trust_score (float | Unset):
        rules (list[str] | Unset): What the verdict rests on
    """

    plant_id: str
    device_id: None | str
    record_id: str
    seq: int
    because: str
    timestamp: str | Unset = UNSET
    status: str | Unset = UNSET
    trust_score: float | Unset = UNSET
    rules: list[str] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        plant_id = self.plant_id

        device_id: None | str
        device_id = self.device_id

        record_id = self.record_id

        seq = self.seq

        because = self.because

        timestamp = self.timestamp

        status = self.status

        trust_score = self.trust_score

        rules: list[str] | Unset = UNSET
        if not isinstance(self.rules, Unset):
            rules = self.rules

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "plant_id": plant_id,
                "device_id": device_id,
                "record_id": record_id,
                "seq": seq,
                "because": because,
            }
        )
        if timestamp is not UNSET:
            field_dict["timestamp"] = timestamp
        if status is not UNSET:
            field_dict["status"] = status
        if trust_score is not UNSET:
            field_dict["trust_score"] = trust_score
        if rules is not UNSET:
            field_dict["rules"] = rules

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        plant_id = d.pop("plant_id")

        def _parse_device_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        device_id = _parse_device_id(d.pop("device_id"))

        record_id = d.pop("record_id")

        seq = d.pop("seq")

        because = d.pop("because")

        timestamp = d.pop("timestamp", UNSET)

        status = d.pop("status", UNSET)

        trust_score = d.pop("trust_score", UNSET)

        rules = cast(list[str], d.pop("rules", UNSET))

        stream_verdict = cls(
            plant_id=plant_id,
            device_id=device_id,
            record_id=record_id,
            seq=seq,
            because=because,
            timestamp=timestamp,
            status=status,
            trust_score=trust_score,
            rules=rules,
        )

        stream_verdict.additional_properties = d
        return stream_verdict

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
