from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="PeriodStatementDesign")


@_attrs_define
class PeriodStatementDesign:
    """
    Attributes:
        version (int):
        record_id (str): Random: says nothing of order, number or plant
        commitment (str):
    """

    version: int
    record_id: str
    commitment: str

    def to_dict(self) -> dict[str, Any]:
        version = self.version

        record_id = self.record_id

        commitment = self.commitment

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "version": version,
                "record_id": record_id,
                "commitment": commitment,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        version = d.pop("version")

        record_id = d.pop("record_id")

        commitment = d.pop("commitment")

        period_statement_design = cls(
            version=version,
            record_id=record_id,
            commitment=commitment,
        )

        return period_statement_design
