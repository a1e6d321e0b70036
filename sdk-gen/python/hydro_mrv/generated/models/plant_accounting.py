from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="PlantAccounting")


@_attrs_define
class PlantAccounting:
    """
    Attributes:
        interval_s (int | Unset): Length of the slots that records are made of, s; it divides 900
    """

    interval_s: int | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        interval_s = self.interval_s

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if interval_s is not UNSET:
            field_dict["interval_s"] = interval_s

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        interval_s = d.pop("interval_s", UNSET)

        plant_accounting = cls(
            interval_s=interval_s,
        )

        return plant_accounting
