from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.period_statement_carried_in_trusted_export_wh import (
        PeriodStatementCarriedInTrustedExportWh,
    )


T = TypeVar("T", bound="PeriodStatementCarriedIn")


@_attrs_define
class PeriodStatementCarriedIn:
    """
    Attributes:
        year_to_date_net_wh (None | str):
        trusted_export_wh (PeriodStatementCarriedInTrustedExportWh):
    """

    year_to_date_net_wh: None | str
    trusted_export_wh: PeriodStatementCarriedInTrustedExportWh

    def to_dict(self) -> dict[str, Any]:
        year_to_date_net_wh: None | str
        year_to_date_net_wh = self.year_to_date_net_wh

        trusted_export_wh = self.trusted_export_wh.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "year_to_date_net_wh": year_to_date_net_wh,
                "trusted_export_wh": trusted_export_wh,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.period_statement_carried_in_trusted_export_wh import (
            PeriodStatementCarriedInTrustedExportWh,  # noqa: PLC0415
        )

        d = dict(src_dict)

        def _parse_year_to_date_net_wh(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        year_to_date_net_wh = _parse_year_to_date_net_wh(d.pop("year_to_date_net_wh"))

        trusted_export_wh = PeriodStatementCarriedInTrustedExportWh.from_dict(d.pop("trusted_export_wh"))

        period_statement_carried_in = cls(
            year_to_date_net_wh=year_to_date_net_wh,
            trusted_export_wh=trusted_export_wh,
        )

        return period_statement_carried_in
