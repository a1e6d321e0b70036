from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="PeriodStatementLinks")


@_attrs_define
class PeriodStatementLinks:
    """
    Attributes:
        statement (str):
        record (str):
        proof (str):
    """

    statement: str
    record: str
    proof: str

    def to_dict(self) -> dict[str, Any]:
        statement = self.statement

        record = self.record

        proof = self.proof

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "statement": statement,
                "record": record,
                "proof": proof,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        statement = d.pop("statement")

        record = d.pop("record")

        proof = d.pop("proof")

        period_statement_links = cls(
            statement=statement,
            record=record,
            proof=proof,
        )

        return period_statement_links
