from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.crediting_period import CreditingPeriod


T = TypeVar("T", bound="PeriodStatementPeriod")


@_attrs_define
class PeriodStatementPeriod:
    """
    Attributes:
        period_id (str):
        from_ (str):
        to (str):
        time_zone (str):
        from_at (str):
        to_at (str):
        vintage (int):
        crediting_period (CreditingPeriod):
    """

    period_id: str
    from_: str
    to: str
    time_zone: str
    from_at: str
    to_at: str
    vintage: int
    crediting_period: CreditingPeriod

    def to_dict(self) -> dict[str, Any]:
        period_id = self.period_id

        from_ = self.from_

        to = self.to

        time_zone = self.time_zone

        from_at = self.from_at

        to_at = self.to_at

        vintage = self.vintage

        crediting_period = self.crediting_period.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "period_id": period_id,
                "from": from_,
                "to": to,
                "time_zone": time_zone,
                "from_at": from_at,
                "to_at": to_at,
                "vintage": vintage,
                "crediting_period": crediting_period,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.crediting_period import CreditingPeriod  # noqa: PLC0415

        d = dict(src_dict)
        period_id = d.pop("period_id")

        from_ = d.pop("from")

        to = d.pop("to")

        time_zone = d.pop("time_zone")

        from_at = d.pop("from_at")

        to_at = d.pop("to_at")

        vintage = d.pop("vintage")

        crediting_period = CreditingPeriod.from_dict(d.pop("crediting_period"))

        period_statement_period = cls(
            period_id=period_id,
            from_=from_,
            to=to,
            time_zone=time_zone,
            from_at=from_at,
            to_at=to_at,
            vintage=vintage,
            crediting_period=crediting_period,
        )

        return period_statement_period
