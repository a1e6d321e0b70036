from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="DeviceKey")


@_attrs_define
class DeviceKey:
    """
    Attributes:
        key_id (str):
        public_key (str):
        state (str): `retiring`: another key took over, and this one holds until `ends_at`. One of `active`, `retiring`,
            `retired`, `revoked`
        registered_at (str):
        ends_at (None | str):
        revoked_at (None | str):
        record_id (str): The record of the plant's chain that registered it
    """

    key_id: str
    public_key: str
    state: str
    registered_at: str
    ends_at: None | str
    revoked_at: None | str
    record_id: str

    def to_dict(self) -> dict[str, Any]:
        key_id = self.key_id

        public_key = self.public_key

        state = self.state

        registered_at = self.registered_at

        ends_at: None | str
        ends_at = self.ends_at

        revoked_at: None | str
        revoked_at = self.revoked_at

        record_id = self.record_id

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "key_id": key_id,
                "public_key": public_key,
                "state": state,
                "registered_at": registered_at,
                "ends_at": ends_at,
                "revoked_at": revoked_at,
                "record_id": record_id,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        key_id = d.pop("key_id")

        public_key = d.pop("public_key")

        state = d.pop("state")

        registered_at = d.pop("registered_at")

        def _parse_ends_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        ends_at = _parse_ends_at(d.pop("ends_at"))

        def _parse_revoked_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        revoked_at = _parse_revoked_at(d.pop("revoked_at"))

        record_id = d.pop("record_id")

        device_key = cls(
            key_id=key_id,
            public_key=public_key,
            state=state,
            registered_at=registered_at,
            ends_at=ends_at,
            revoked_at=revoked_at,
            record_id=record_id,
        )

        return device_key
