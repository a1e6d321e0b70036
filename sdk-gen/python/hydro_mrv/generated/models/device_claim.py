from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="DeviceClaim")


@_attrs_define
class DeviceClaim:
    """
    Attributes:
        code (str):
        public_key (str | Unset): The device's own key; it signs its readings from now on
        proof (str | Unset): The key's signature over the claim: see /docs
        api_key (bool | Unset): Whether the device gets an API key of its own, which is shown in the answer and never
            again
    """

    code: str
    public_key: str | Unset = UNSET
    proof: str | Unset = UNSET
    api_key: bool | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        code = self.code

        public_key = self.public_key

        proof = self.proof

        api_key = self.api_key

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "code": code,
            }
        )
        if public_key is not UNSET:
            field_dict["public_key"] = public_key
        if proof is not UNSET:
            field_dict["proof"] = proof
        if api_key is not UNSET:
            field_dict["api_key"] = api_key

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        code = d.pop("code")

        public_key = d.pop("public_key", UNSET)

        proof = d.pop("proof", UNSET)

        api_key = d.pop("api_key", UNSET)

        device_claim = cls(
            code=code,
            public_key=public_key,
            proof=proof,
            api_key=api_key,
        )

        return device_claim
