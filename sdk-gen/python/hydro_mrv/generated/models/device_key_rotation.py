from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="DeviceKeyRotation")


@_attrs_define
class DeviceKeyRotation:
    """
    Attributes:
        key_id (str): The key in use
        new_public_key (str): Ed25519 public key (RFC 8032), 32 bytes as hex
        signature (str): By the key in use, over the rotation: see /docs
        proof (str): By the new key, over the same bytes
    """

    key_id: str
    new_public_key: str
    signature: str
    proof: str

    def to_dict(self) -> dict[str, Any]:
        key_id = self.key_id

        new_public_key = self.new_public_key

        signature = self.signature

        proof = self.proof

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "key_id": key_id,
                "new_public_key": new_public_key,
                "signature": signature,
                "proof": proof,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        key_id = d.pop("key_id")

        new_public_key = d.pop("new_public_key")

        signature = d.pop("signature")

        proof = d.pop("proof")

        device_key_rotation = cls(
            key_id=key_id,
            new_public_key=new_public_key,
            signature=signature,
            proof=proof,
        )

        return device_key_rotation
