from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="PeriodStatementIssuance")


@_attrs_define
class PeriodStatementIssuance:
    """
    Attributes:
        issuance_id (str):
        state (str): One of `requested`, `verified`, `rejected`, `approved`, `minting`, `issued`, `voided`
    """

    issuance_id: str
    state: str

    def to_dict(self) -> dict[str, Any]:
        issuance_id = self.issuance_id

        state = self.state

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "issuance_id": issuance_id,
                "state": state,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        issuance_id = d.pop("issuance_id")

        state = d.pop("state")

        period_statement_issuance = cls(
            issuance_id=issuance_id,
            state=state,
        )

        return period_statement_issuance
