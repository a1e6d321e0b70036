from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="IssuanceAlert")


@_attrs_define
class IssuanceAlert:
    """
    Attributes:
        alert_id (str):
        statement_no (int):
        record_id (str): Random: says nothing of order, number or plant
        effective_status (str):
        raised_at (str):
    """

    alert_id: str
    statement_no: int
    record_id: str
    effective_status: str
    raised_at: str

    def to_dict(self) -> dict[str, Any]:
        alert_id = self.alert_id

        statement_no = self.statement_no

        record_id = self.record_id

        effective_status = self.effective_status

        raised_at = self.raised_at

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "alert_id": alert_id,
                "statement_no": statement_no,
                "record_id": record_id,
                "effective_status": effective_status,
                "raised_at": raised_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        alert_id = d.pop("alert_id")

        statement_no = d.pop("statement_no")

        record_id = d.pop("record_id")

        effective_status = d.pop("effective_status")

        raised_at = d.pop("raised_at")

        issuance_alert = cls(
            alert_id=alert_id,
            statement_no=statement_no,
            record_id=record_id,
            effective_status=effective_status,
            raised_at=raised_at,
        )

        return issuance_alert
