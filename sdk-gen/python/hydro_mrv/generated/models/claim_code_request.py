from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="ClaimCodeRequest")


@_attrs_define
class ClaimCodeRequest:
    """
    Attributes:
        expires_in_s (int | Unset): Seconds it may be used; a day when left out
    """

    expires_in_s: int | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        expires_in_s = self.expires_in_s

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if expires_in_s is not UNSET:
            field_dict["expires_in_s"] = expires_in_s

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        expires_in_s = d.pop("expires_in_s", UNSET)

        claim_code_request = cls(
            expires_in_s=expires_in_s,
        )

        return claim_code_request
