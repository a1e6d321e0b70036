from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="PeriodStatementCrossCheck")


@_attrs_define
class PeriodStatementCrossCheck:
    """
    Attributes:
        source (str):
        net_wh (str):
    """

    source: str
    net_wh: str

    def to_dict(self) -> dict[str, Any]:
        source = self.source

        net_wh = self.net_wh

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "source": source,
                "net_wh": net_wh,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        source = d.pop("source")

        net_wh = d.pop("net_wh")

        period_statement_cross_check = cls(
            source=source,
            net_wh=net_wh,
        )

        return period_statement_cross_check
