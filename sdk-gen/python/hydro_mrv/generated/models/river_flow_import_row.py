from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="RiverFlowImportRow")


@_attrs_define
class RiverFlowImportRow:
    """
    Attributes:
        line (int):
        outcome (str): One of `accepted`, `duplicate`, `refused`
        detail (None | str):
    """

    line: int
    outcome: str
    detail: None | str

    def to_dict(self) -> dict[str, Any]:
        line = self.line

        outcome = self.outcome

        detail: None | str
        detail = self.detail

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "line": line,
                "outcome": outcome,
                "detail": detail,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        line = d.pop("line")

        outcome = d.pop("outcome")

        def _parse_detail(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        detail = _parse_detail(d.pop("detail"))

        river_flow_import_row = cls(
            line=line,
            outcome=outcome,
            detail=detail,
        )

        return river_flow_import_row
