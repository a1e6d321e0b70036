from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="StatedIssuance")


@_attrs_define
class StatedIssuance:
    """
    Attributes:
        unit_g (str):
        remainder_before_g (str): Left of this vintage below one unit, g
        deficit_before_g (str): Owed from negative results, g
        already_counted_g (str): Of the statement it amends, g
        issued_units (str): Whole units that this statement adds
        carry_out_g (str):
        taken_back_g (str | Unset): What that one had stated and nobody has minted, g; from v 2 on
    """

    unit_g: str
    remainder_before_g: str
    deficit_before_g: str
    already_counted_g: str
    issued_units: str
    carry_out_g: str
    taken_back_g: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        unit_g = self.unit_g

        remainder_before_g = self.remainder_before_g

        deficit_before_g = self.deficit_before_g

        already_counted_g = self.already_counted_g

        issued_units = self.issued_units

        carry_out_g = self.carry_out_g

        taken_back_g = self.taken_back_g

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "unit_g": unit_g,
                "remainder_before_g": remainder_before_g,
                "deficit_before_g": deficit_before_g,
                "already_counted_g": already_counted_g,
                "issued_units": issued_units,
                "carry_out_g": carry_out_g,
            }
        )
        if taken_back_g is not UNSET:
            field_dict["taken_back_g"] = taken_back_g

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        unit_g = d.pop("unit_g")

        remainder_before_g = d.pop("remainder_before_g")

        deficit_before_g = d.pop("deficit_before_g")

        already_counted_g = d.pop("already_counted_g")

        issued_units = d.pop("issued_units")

        carry_out_g = d.pop("carry_out_g")

        taken_back_g = d.pop("taken_back_g", UNSET)

        stated_issuance = cls(
            unit_g=unit_g,
            remainder_before_g=remainder_before_g,
            deficit_before_g=deficit_before_g,
            already_counted_g=already_counted_g,
            issued_units=issued_units,
            carry_out_g=carry_out_g,
            taken_back_g=taken_back_g,
        )

        return stated_issuance
