from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.period import Period
    from ..models.period_statement import PeriodStatement


T = TypeVar("T", bound="Stated")


@_attrs_define
class Stated:
    """
    Attributes:
        period (Period):
        statements (list[PeriodStatement]): Made by this call, the period's own first
    """

    period: Period
    statements: list[PeriodStatement]

    def to_dict(self) -> dict[str, Any]:
        period = self.period.to_dict()

        statements = []
        for statements_item_data in self.statements:
            statements_item = statements_item_data.to_dict()
            statements.append(statements_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "period": period,
                "statements": statements,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.period import Period  # noqa: PLC0415
        from ..models.period_statement import PeriodStatement  # noqa: PLC0415

        d = dict(src_dict)
        period = Period.from_dict(d.pop("period"))

        statements = []
        _statements = d.pop("statements")
        for statements_item_data in _statements:
            statements_item = PeriodStatement.from_dict(statements_item_data)

            statements.append(statements_item)

        stated = cls(
            period=period,
            statements=statements,
        )

        return stated
