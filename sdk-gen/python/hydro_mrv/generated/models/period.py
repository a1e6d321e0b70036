from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.period_statement_item import PeriodStatementItem
    from ..models.programme_notes import ProgrammeNotes


T = TypeVar("T", bound="Period")


@_attrs_define
class Period:
    """
    Attributes:
        period_id (str):
        plant_id (str):
        from_ (str):
        to (str): First local day after the period
        time_zone (str):
        from_at (str): Local midnight of `from`
        to_at (str): Local midnight of `to`
        status (str): One of `open`, `closed`
        opened_at (str):
        statements (list[PeriodStatementItem]):
        programmes (ProgrammeNotes): What is known of programmes for the plant's country and size: nothing here is
            accepted by any of them
    """

    period_id: str
    plant_id: str
    from_: str
    to: str
    time_zone: str
    from_at: str
    to_at: str
    status: str
    opened_at: str
    statements: list[PeriodStatementItem]
    programmes: ProgrammeNotes

    def to_dict(self) -> dict[str, Any]:
        period_id = self.period_id

        plant_id = self.plant_id

        from_ = self.from_

        to = self.to

        time_zone = self.time_zone

        from_at = self.from_at

        to_at = self.to_at

        status = self.status

        opened_at = self.opened_at

        statements = []
        for statements_item_data in self.statements:
            statements_item = statements_item_data.to_dict()
            statements.append(statements_item)

        programmes = self.programmes.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "period_id": period_id,
                "plant_id": plant_id,
                "from": from_,
                "to": to,
                "time_zone": time_zone,
                "from_at": from_at,
                "to_at": to_at,
                "status": status,
                "opened_at": opened_at,
                "statements": statements,
                "programmes": programmes,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.period_statement_item import PeriodStatementItem  # noqa: PLC0415
        from ..models.programme_notes import ProgrammeNotes  # noqa: PLC0415

        d = dict(src_dict)
        period_id = d.pop("period_id")

        plant_id = d.pop("plant_id")

        from_ = d.pop("from")

        to = d.pop("to")

        time_zone = d.pop("time_zone")

        from_at = d.pop("from_at")

        to_at = d.pop("to_at")

        status = d.pop("status")

        opened_at = d.pop("opened_at")

        statements = []
        _statements = d.pop("statements")
        for statements_item_data in _statements:
            statements_item = PeriodStatementItem.from_dict(statements_item_data)

            statements.append(statements_item)

        programmes = ProgrammeNotes.from_dict(d.pop("programmes"))

        period = cls(
            period_id=period_id,
            plant_id=plant_id,
            from_=from_,
            to=to,
            time_zone=time_zone,
            from_at=from_at,
            to_at=to_at,
            status=status,
            opened_at=opened_at,
            statements=statements,
            programmes=programmes,
        )

        return period
