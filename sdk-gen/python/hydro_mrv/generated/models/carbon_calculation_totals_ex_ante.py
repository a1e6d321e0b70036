from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="CarbonCalculationTotalsExAnte")


@_attrs_define
class CarbonCalculationTotalsExAnte:
    """
    Attributes:
        days (int):
        expected_er_g (str):
        expected_er_t (str):
        over_percent (str):
    """

    days: int
    expected_er_g: str
    expected_er_t: str
    over_percent: str

    def to_dict(self) -> dict[str, Any]:
        days = self.days

        expected_er_g = self.expected_er_g

        expected_er_t = self.expected_er_t

        over_percent = self.over_percent

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "days": days,
                "expected_er_g": expected_er_g,
                "expected_er_t": expected_er_t,
                "over_percent": over_percent,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        days = d.pop("days")

        expected_er_g = d.pop("expected_er_g")

        expected_er_t = d.pop("expected_er_t")

        over_percent = d.pop("over_percent")

        carbon_calculation_totals_ex_ante = cls(
            days=days,
            expected_er_g=expected_er_g,
            expected_er_t=expected_er_t,
            over_percent=over_percent,
        )

        return carbon_calculation_totals_ex_ante
