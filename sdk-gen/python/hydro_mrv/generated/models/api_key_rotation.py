from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="ApiKeyRotation")


@_attrs_define
class ApiKeyRotation:
    """
    Attributes:
        overlap_s (int | Unset): Seconds for which the old one still works; a day when left out, 0: not at all
    """

    overlap_s: int | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        overlap_s = self.overlap_s

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if overlap_s is not UNSET:
            field_dict["overlap_s"] = overlap_s

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        overlap_s = d.pop("overlap_s", UNSET)

        api_key_rotation = cls(
            overlap_s=overlap_s,
        )

        return api_key_rotation
